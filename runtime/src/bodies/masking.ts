/** What bodies are masked with, as whoever masks them is given it. */
import type { DetectorIndex, FieldMask } from '../abi.ts';

/** A mask made ready; see masks/field. */
export interface FieldMasker {
  /** What stands for every value, as JSON text; null where it depends on the value. */
  readonly constant: string | null;
  /** What stands for the value of a valid JSON text without white space around it. */
  of(text: string): string;
}

export type MaskField = (mask: FieldMask) => FieldMasker;

/** A masker that leaves alone in what nothing is found; see masks/field. */
export interface TextSearch extends FieldMasker {
  /** Whether something is found in a text. */
  holds(text: string): boolean;
}

/** What is looked for, and the mask of what is found. */
export interface PartMask {
  readonly detector: DetectorIndex;
  readonly mask: FieldMask;
}

/** For at least one part. */
export type SearchTexts = (parts: readonly PartMask[]) => TextSearch;

/** A body while it is masked: bytes in, bytes out, whatever the pieces. */
export interface BodyMasker {
  /** What can go on by now: after a fault, what came before it, and nothing from then on. */
  push(chunk: Buffer): readonly Buffer[];
  /** The body is over: what is left of it. */
  end(): readonly Buffer[];
  /** Why the body cannot be masked, half a sentence without anything of it; null where it can. What went on before stays valid up to there. */
  readonly fault: string | null;
  /** The described name of the first property that was masked or left out; empty where it has none, null where nothing was. */
  readonly touched: string | null;
}
