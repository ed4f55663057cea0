/** What the program's exit status says; documented in `--help` and docs/configuration.md. */

export const EXIT = {
  fine: 0,
  /** It failed while starting or running: an address in use, a server that a check could not reach, a bug. */
  failed: 1,
  /** What it was given is wrong: command line, configuration, credentials or bundle. Starting it again will not help. */
  givenWrong: 2,
  /** Ended by Ctrl-C at a question, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
