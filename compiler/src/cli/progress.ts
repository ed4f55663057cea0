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
