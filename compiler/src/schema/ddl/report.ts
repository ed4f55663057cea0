/** Where statements say what is wrong with them. */

/** `location` is as in the tree: bytes from the beginning of the statement; without it, the statement is to blame. */
export interface Report {
  error(message: string, location?: number): void;
  warning(message: string, location?: number): void;
}
