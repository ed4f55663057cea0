/**
 * The format of a journal on disk, in names and numbers; docs/records.md says the same in words. Knows nothing of what is
 * recorded: kinds of entries are data.
 */

/** The first line of each segment. */
export const FIRST_LINE = 'dlp-records 1\n';

/** Length of the head, length of the body: 32 bits each, unsigned, the high byte first. */
export const FRAME_LENGTHS = 8;
/** SHA-256 over the hash of the entry before, both lengths, head and body. */
export const HASH_BYTES = 32;
/** What stands in for the hash of the entry before the first one of a segment. */
export const NO_HASH = Buffer.alloc(HASH_BYTES);

/** A head is JSON and small; a body is at most what the wire holds of one message, and a little. */
export const MAX_HEAD_BYTES = 8 * 1024 * 1024;
export const MAX_BODY_BYTES = 128 * 1024 * 1024;
/** A longer segment is read by nobody. */
export const MAX_SEGMENT_BYTES = 2 * 1024 * 1024 * 1024 - 1;

/** Values of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

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
  readonly format: 1;
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
