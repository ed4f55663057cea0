/** Runs something whenever a file below some paths changes, until the process is interrupted. */
import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { printable } from '@dlpc/language';
import type { Terminal } from './terminal.ts';

/** Editors write a file in several steps; after so many milliseconds of quiet they are done. */
const QUIET = 150;

/** Files whose change matters: policies, schemas, callers. */
const WATCHED = /\.(?:dlp|sql|json|ya?ml|plan)$/;

/** Runs once; tells which files it read, so that these are watched too, wherever they lie. */
export type WatchedRun = (reads: (files: Iterable<string>) => void) => Promise<unknown>;

/** `paths` are files and directories; without any, the current one. */
export async function watchAndRun(
  paths: readonly string[],
  terminal: Terminal,
  run: WatchedRun,
): Promise<void> {
  const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<null>();
  process.once('SIGINT', () => interrupt(null));
  let { promise: changed, resolve: change } = Promise.withResolvers<'changed'>();
  let timer: NodeJS.Timeout | null = null;
  const noticed = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => change('changed'), QUIET);
  };
  const watchers = new Watchers(noticed, (sentence) => {
    terminal.stderr.write(`dlpc: ${printable(sentence)}\n`);
  });
  for (const path of paths.length === 0 ? ['.'] : paths) await watchers.addPath(path);
  try {
    for (;;) {
      if (terminal.stdout.isTTY) terminal.stdout.write('\u001B[2J\u001B[H');
      // What changes while it runs is a reason to run again.
      ({ promise: changed, resolve: change } = Promise.withResolvers<'changed'>());
      await run((files) => watchers.addFiles(files));
      terminal.stderr.write('watching for changes; Ctrl-C ends it\n');
      if ((await Promise.race([changed, interrupted])) === null) return;
    }
  } finally {
    if (timer !== null) clearTimeout(timer);
    watchers.close();
  }
}

/** A file is watched by its directory: editors replace it. */
class Watchers {
  readonly #open = new Map<string, { readonly watcher: FSWatcher; readonly recursive: boolean }>();
  readonly #onChange: () => void;
  readonly #onFailure: (sentence: string) => void;

  constructor(onChange: () => void, onFailure: (sentence: string) => void) {
    this.#onChange = onChange;
    this.#onFailure = onFailure;
  }

  /** A directory with all below it, where new policies may come. */
  async addPath(path: string): Promise<void> {
    const found = await stat(path).catch(() => null);
    if (found !== null) this.#add(found.isDirectory() ? path : dirname(path), found.isDirectory());
  }

  addFiles(files: Iterable<string>): void {
    for (const file of files) this.#add(dirname(file), false);
  }

  close(): void {
    for (const { watcher } of this.#open.values()) watcher.close();
  }

  #add(directory: string, recursive: boolean): void {
    const path = resolve(directory);
    const isWatched = [...this.#open].some(
      ([open, watched]) => path === open || (watched.recursive && path.startsWith(`${open}${sep}`)),
    );
    if (isWatched) return;
    const watcher = watch(path, { recursive }, (_event, name) => {
      if (name === null || WATCHED.test(name)) this.#onChange();
    });
    // A directory that goes, or one too many for the system: what is watched besides goes on.
    watcher.on('error', (error) => this.#onFailure(`\`${directory}\` is not watched: ${error.message}`));
    this.#open.set(path, { watcher, recursive });
  }
}
