/**
 * Clears up behind a process that may die without a chance to: a shell that ends a server and removes its directory
 * as soon as the pipe from its starter breaks. Holds against `kill -9` too, which no exit hook does.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { UnprivilegedUser } from './unprivileged-user.ts';

export interface Watchdog {
  /** Sends it away: the starter cleared up itself. */
  dismiss(): Promise<void>;
}

/**
 * `$1` is the server's process id, `$2` a file whose first line is that id while the server lives (so that an id
 * given away meanwhile is never signalled), `$3` the directory to remove.
 */
const SCRIPT = `
  if read -r word; then exit 0; fi
  alive() { [ "$(head -n 1 "$2" 2>/dev/null)" = "$1" ] && kill -0 "$1" 2>/dev/null; }
  tries=0
  if alive "$1" "$2"; then kill -INT "$1"; fi
  while alive "$1" "$2" && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  if alive "$1" "$2"; then kill -KILL "$1"; fi
  rm -rf "$3"
`;

/** Watches over the server `pid`; runs as `user`, who owns `directory`. */
export function watchOver(
  pid: number,
  pidFile: string,
  directory: string,
  user: UnprivilegedUser | null,
): Watchdog {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', String(pid), pidFile, directory], {
    ...user,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a process group of its own, so that Ctrl-C on the terminal does not end it before its work is done.
    detached: true,
  });
  const ended = once(shell, 'exit');
  shell.unref();
  // The pipe must not keep the starter alive: its breaking is the signal. A child's pipe is a socket in Node.
  (shell.stdin as Socket).unref();
  return {
    dismiss: async () => {
      shell.ref();
      shell.stdin.end('done\n');
      await ended;
    },
  };
}
