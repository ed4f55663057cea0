/**
 * The format of a journal on disk, in names and numbers; docs/records.md says the same in words. Knows nothing of what is
 * recorded: kinds of entries are data.
 */

/** The first line of each segment, by the version of the format. The second is written; the first is read as well, since records outlive versions. */
export const FIRST_LINES = { 1: 'dlp-records 1\n', 2: 'dlp-records 2\n' } as const;

/** Before the entries of a batch: how many bytes they are. All numbers are unsigned, the high byte first. */
export const BATCH_LENGTH = 4;
/** Before each entry: length of the head, length of the body, 32 bits each. */
export const ENTRY_LENGTHS = 8;
/** SHA-256 over the hash of the batch before, and the batch. In format 1 each entry is a batch, and has no length of its own. */
export const HASH_BYTES = 32;
/** What stands in for the hash of the batch before the first one of a segment. */
export const NO_HASH = Buffer.alloc(HASH_BYTES);

/** A head is small; a body is at most what the wire holds of one message, and a little. */
export const MAX_HEAD_BYTES = 8 * 1024 * 1024;
export const MAX_BODY_BYTES = 128 * 1024 * 1024;
/** Entries are gathered until they are so long; an entry that is longer has a batch of its own. */
export const FULL_BATCH_BYTES = 256 * 1024;
export const MAX_BATCH_BYTES = FULL_BATCH_BYTES + 2 * MAX_HEAD_BYTES + MAX_BODY_BYTES;
/** A longer segment is read by nobody. */
export const MAX_SEGMENT_BYTES = 2 * 1024 * 1024 * 1024 - 1;

/** Values of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** What a head that is no JSON begins with. */
export const FORMED = 0;
/** The class of definitions that are forms. */
export const FORM = 'form';

/** Of a value in a formed head, its first byte. Lengths and counts are LEB128. */
export const Tag = {
  /** The member is not there. */
  absent: 0,
  null: 1,
  false: 2,
  true: 3,
  /** LEB128, below 2^53. */
  integer: 4,
  /** 64 bits, IEEE 754. */
  number: 5,
  /** Length, UTF-8. */
  text: 6,
  /** Count, values. */
  list: 7,
  /** Count; of each member its name as length and UTF-8, and its value. */
  object: 8,
} as const;

/** Values deeper in one another than this are none. */
export const MAX_DEPTH = 16;

/** Entries that the journal writes for itself. */
export const OWN_KINDS = {
  /** First of a segment: which one it is, and what came before it. */
  open: 'segment.open',
  /** A signature over all that stands before it. */
  checkpoint: 'segment.checkpoint',
  /** The last one of a segment, and such a signature too. */
  close: 'segment.close',
  /** Describes something that later entries of the segment name by its number. */
  define: 'define',
  /** Segments that were removed on purpose. */
  retire: 'segment.retire',
} as const;

/** Where a journal ended when somebody looked. */
export interface KnownEnd {
  readonly journal: string;
  readonly segment: number;
  /** How many bytes of the segment hold whole entries. */
  readonly bytes: number;
  /** Of the last of them, in hexadecimal. */
  readonly hash: string;
  readonly closed: boolean;
}

/** What `segment.open` says. */
export interface SegmentOpening {
  readonly kind: typeof OWN_KINDS.open;
  readonly at: number;
  readonly format: 1 | 2;
  readonly journal: string;
  readonly segment: number;
  /** Names the key that signs. */
  readonly key: string;
  readonly worker: number;
  readonly pid: number;
  /** The end of the segment before; null for the first. */
  readonly previous: KnownEnd | null;
  /** Ends of the other journals of the directory. */
  readonly known: readonly KnownEnd[];
  /** By journal, the last of its segments that were removed on purpose. */
  readonly retired: Readonly<Record<string, number>>;
}
