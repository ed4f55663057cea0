/** From the intermediate form of one source to its matcher module. The only file that imports ts-morph. */
import type { IrSource } from '../ir/ir.ts';

export interface EmittedMatcher {
  /** The module as TypeScript against the ABI, for people. */
  readonly typescript: string;
  /** The same as a script that assigns `exports.matcher`, for the loader. */
  readonly javascript: string;
}

/** Writes the matcher module of a source. The same input gives the same text. */
export function emitMatcher(_ir: IrSource): EmittedMatcher {
  throw new Error('emitMatcher is being written');
}
