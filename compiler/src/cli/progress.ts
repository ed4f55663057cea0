/** Tells a person at a terminal what is going on, and leaves no trace of it. */
import type { Terminal } from './terminal.ts';

/** Shows `doing` on standard error, if that is a terminal, until `work` is done. */
export async function withProgress<T>(
  { stderr }: Terminal,
  doing: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!stderr.isTTY) return work();
  stderr.write(`${doing}…`);
  try {
    return await work();
  } finally {
    // To the start of the line, and clear it.
    stderr.write('\r\u001B[K');
  }
}

export interface Counting {
  at(done: number, total: number): void;
  /** Leaves no trace. */
  end(): void;
}

/** How often a person is told, in milliseconds. */
const TELL_EVERY = 100;

/** Shows how far a long run is, on standard error, if that is a terminal. */
export function counting({ stderr }: Terminal, doing: string): Counting {
  let told = 0;
  return {
    at(done, total) {
      if (!stderr.isTTY || performance.now() - told < TELL_EVERY) return;
      told = performance.now();
      stderr.write(`\r\u001B[K${doing}: ${done} of ${total}`);
    },
    end() {
      if (told > 0) stderr.write('\r\u001B[K');
    },
  };
}
