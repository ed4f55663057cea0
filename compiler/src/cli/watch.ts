/** Runs something whenever a file below some paths changes, until the process is interrupted. */
import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Terminal } from './terminal.ts';

/** Editors write a file in several steps; after so many milliseconds of quiet they are done. */
const QUIET = 150;

/** Files whose change matters: policies, schemas, callers. */
const WATCHED = /\.(?:dlp|sql|json|ya?ml|plan)$/;

/** `paths` are files and directories; without any, the current one. */
export async function watchAndRun(
  paths: readonly string[],
  terminal: Terminal,
  run: () => Promise<unknown>,
): Promise<void> {
  const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<null>();
  process.once('SIGINT', () => interrupt(null));
  let { promise: changed, resolve: change } = Promise.withResolvers<'changed'>();
  let timer: NodeJS.Timeout | null = null;
  const watchers = await watchersOf(paths.length === 0 ? ['.'] : paths, () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => change('changed'), QUIET);
  });
  try {
    for (;;) {
      if (terminal.stdout.isTTY) terminal.stdout.write('\u001B[2J\u001B[H');
      // What changes while it runs is a reason to run again.
      ({ promise: changed, resolve: change } = Promise.withResolvers<'changed'>());
      await run();
      terminal.stderr.write('watching for changes; Ctrl-C ends it\n');
      if ((await Promise.race([changed, interrupted])) === null) return;
    }
  } finally {
    if (timer !== null) clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  }
}

/** A file is watched by its directory: editors replace it. Schemas lie beside policies or below them. */
async function watchersOf(paths: readonly string[], onChange: () => void): Promise<readonly FSWatcher[]> {
  const directories = new Set<string>();
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found !== null) directories.add(found.isDirectory() ? path : dirname(path));
  }
  return [...directories].map((directory) =>
    watch(directory, { recursive: true }, (_event, name) => {
      if (name === null || WATCHED.test(name)) onChange();
    }),
  );
}
