/** What a look at records found. Data alone. */

/** Something that an untouched directory cannot hold. */
export interface Problem {
  readonly file: string;
  /** From 0 on; null where the file as a whole is meant. */
  readonly entry: number | null;
  /** Of its first byte, in the segment as it was before it was compressed. */
  readonly offset: number | null;
  /** A clause that follows the place. */
  readonly message: string;
  /** Whether nothing is wrong but that the key is not known, so that nothing is proved either. */
  readonly unknownKey?: true;
}

/** How a journal ends that nobody closed: its process runs, or crashed, or somebody cut it. */
export interface OpenTail {
  readonly file: string;
  /** Whether it ends in the middle of an entry. */
  readonly torn: boolean;
  /** Whether a later journal says that it ended here. */
  readonly attested: boolean;
  /** Entries behind the last signature. */
  readonly unsigned: number;
  /** Sessions that had not ended. */
  readonly cutSessions: readonly string[];
}

export interface Verification {
  readonly problems: readonly Problem[];
  readonly tails: readonly OpenTail[];
  readonly journals: number;
  readonly segments: number;
  readonly entries: number;
  readonly sessions: number;
  /** Segments that were removed on purpose, as signed entries say. */
  readonly retired: number;
}
