/** What a process of the proxy serves, and by which policy, as operators are shown it. Data alone, so that workers can send it. */

export interface ProcessState {
  /** From 1 on. */
  readonly worker: number;
  readonly pid: number;
  /** The bundle in force. */
  readonly revision: string;
  /** Name of the key that vouches for it; null where none was verified. */
  readonly signer: string | null;
  readonly sequence: number;
  /** Version of the compiler. */
  readonly compiler: string;
  readonly sessions: number;
  readonly sources: readonly SourceState[];
  readonly listeners: readonly { readonly what: string; readonly host: string; readonly port: number }[];
}

export interface SourceState {
  readonly name: string;
  /** Names the snapshot of the server's catalog; null where none was read. */
  readonly catalog: string | null;
  readonly serverVersion: string | null;
  /** Of the snapshot. */
  readonly ageSeconds: number | null;
  /** Why nothing passes now, a sentence; null where it does. */
  readonly obstacle: string | null;
}
