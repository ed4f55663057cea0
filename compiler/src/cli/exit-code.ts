/** What the exit status of `dlpc` says; part of its interface. */

export const EXIT = {
  /** All is well; warnings included. */
  ok: 0,
  /** The policies have errors, files are not formatted, a bundle is not sound, or a live database drifted. */
  problems: 1,
  /** The command line is wrong, or a file or database cannot be read or written. */
  usage: 2,
  /** Policies were compared, and somebody may see or do more than before. */
  widened: 3,
  /** The compiler has a bug. */
  internal: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
