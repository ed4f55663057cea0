/** Runs a program that prints a secret: without a shell, for a bounded time, and with nothing of what it says in any message. */
import { execFile } from 'node:child_process';
import type { RunCommand } from '../config/settling.ts';

const TIMEOUT_MILLISECONDS = 10_000;

/** Its standard error is dropped: programs that fetch secrets say there what they were asked, and sometimes what they got. */
export const runCommand: RunCommand = ([program = '', ...words], maxBytes) =>
  new Promise((resolve) => {
    const child = execFile(
      program,
      words,
      { timeout: TIMEOUT_MILLISECONDS, killSignal: 'SIGKILL', maxBuffer: maxBytes, windowsHide: true },
      (error, stdout) => {
        if (error === null) resolve({ ok: true, text: stdout });
        else resolve({ ok: false, reason: reasonOf(error) });
      },
    );
    child.stdin?.end();
  });

function reasonOf({ code, killed = false }: Error & { code?: unknown; killed?: boolean }): string {
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'says more than a secret is long';
  if (killed) return `took longer than ${TIMEOUT_MILLISECONDS / 1000} seconds`;
  if (code === 'ENOENT') return 'does not exist';
  if (typeof code === 'number') return `ended with status ${code}`;
  return 'cannot be run';
}
