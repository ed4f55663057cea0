/**
 * What settling a part of the configuration needs and leaves behind: where relative paths start, how to read files
 * and variables, and the list of what is wrong so far. Settling never stops at the first mistake.
 */
import { dirname, resolve } from 'node:path';
import type { Path, Place, Problem } from '../json-file/problem.ts';
import type { ReadFile } from '../json-file/read-file.ts';

export const RELATIVE_PATHS = 'Relative paths start at the directory of this file.';
export const EXPOSED = 'can be read or changed by others than its owner';
const CHANGEABLE = 'can be changed by others than its owner';
const CHANGEABLE_HINT = 'Take that permission away with `chmod go-w`.';
export const EXPOSED_HINT = 'Take their permissions away with `chmod 600`.';

/** Who but its owner may do what with a file that a key names: anything, read it, nothing. */
export type Guard = 'none' | 'unchangeable' | 'secret';

/** The world that the configuration is settled in. */
/** Runs a program by its path with arguments, and gives what it printed, at most `maxBytes`. Never rejects; the reason is a clause that holds nothing of it. */
export type RunCommand = (
  words: readonly string[],
  maxBytes: number,
) => Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }>;

export interface SettleHost {
  readonly readFile: ReadFile;
  readonly runCommand: RunCommand;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class Settling {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  readonly host: SettleHost;
  readonly #directory: string;
  readonly #locate: (path: Path) => Place;

  constructor(file: string, host: SettleHost, locate: (path: Path) => Place) {
    this.host = host;
    this.#directory = dirname(file);
    this.#locate = locate;
  }

  /** Makes a path of the file absolute. */
  absolute(path: string): string {
    return resolve(this.#directory, path);
  }

  wrong(path: Path, message: string, hint: string | null = null): null {
    this.problems.push({ path, place: this.#locate(path), message, hint });
    return null;
  }

  warn(path: Path, message: string, hint: string | null = null): void {
    this.warnings.push({ path, place: this.#locate(path), message, hint });
  }

  /** The text of a file that a key names; null, and a problem, where it cannot be had. */
  async textOf(path: Path, name: string, maxBytes: number, guard: Guard = 'none'): Promise<string | null> {
    const reading = await this.host.readFile(this.absolute(name), maxBytes);
    // Someone may have pasted a key where the path to it should be.
    const subject = /[\p{C}`]|-----/u.test(name) || name.length > 255 ? 'the file' : `the file \`${name}\``;
    if (!reading.ok) {
      const hint = reading.reason === 'does not exist' ? RELATIVE_PATHS : null;
      return this.wrong(path, `${subject} ${reading.reason}`, hint);
    }
    const { readable, writable } = reading.exposure;
    if (guard === 'secret' && (readable || writable)) {
      return this.wrong(path, `${subject} ${EXPOSED}`, EXPOSED_HINT);
    }
    if (guard === 'unchangeable' && writable) {
      return this.wrong(path, `${subject} ${CHANGEABLE}`, CHANGEABLE_HINT);
    }
    return reading.text;
  }
}
