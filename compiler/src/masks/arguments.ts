/** Arguments of masks by their place, for treatments, which are only asked for arguments that were checked. */
import type { MaskArgument } from './mask.ts';

/** The integer at `index`. */
export function integerAt(args: readonly MaskArgument[], index: number): number {
  const value = args[index];
  if (typeof value !== 'number') throw new TypeError('the arguments were not checked');
  return value;
}

/** The string at `index`. */
export function stringAt(args: readonly MaskArgument[], index: number): string {
  const value = args[index];
  if (typeof value !== 'string') throw new TypeError('the arguments were not checked');
  return value;
}
