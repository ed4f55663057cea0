/**
 * The playground's page, as `dlpc playground --output` wrote it: files that a browser runs, of which the proxy understands nothing. The page is the
 * same for everybody and holds no secret; the policies in it are for viewers, and no file of the page.
 */
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from './http/problem.ts';
import { PLAYGROUND_HEADERS, PLAYGROUND_PROJECT, playgroundMediaType } from './playground-files.ts';

/** What its files' addresses begin with. */
export const PLAYGROUND_PATH = '/playground/';

/** More than the page and the schemas of a large project have. */
const MOST_FILES = 1000;
const MOST_BYTES = 64 * 1024 * 1024;

export interface PlaygroundPage {
  /** Null for what is no file of the page. `name`: as it stands behind {@link PLAYGROUND_PATH}; empty for the page itself. */
  file(name: string): Promise<Answer | null>;
  /** The policies, as JSON; null where they cannot be read any more. */
  project(): Promise<Answer | null>;
}

export type PlaygroundLoading =
  | { readonly ok: true; readonly page: PlaygroundPage }
  /** A clause. */
  | { readonly ok: false; readonly problem: string };

/** Which files there are is found once: what is asked for is looked up among them, so that no address leads elsewhere on the disk. */
export async function loadPlaygroundPage(folder: string): Promise<PlaygroundLoading> {
  let entries: readonly string[];
  try {
    // Plain files alone: a link leads elsewhere.
    const found = await readdir(folder, { withFileTypes: true });
    entries = found.filter((entry) => entry.isFile()).map(({ name }) => name);
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
  const names = new Set(entries.filter((name) => playgroundMediaType(name) !== null));
  if (!names.has('index.html') || !entries.includes(PLAYGROUND_PROJECT) || entries.length > MOST_FILES)
    return { ok: false, problem: 'it holds no page that `dlpc playground --output` wrote' };
  return {
    ok: true,
    page: {
      file: async (asked) => {
        const name = asked === '' ? 'index.html' : asked;
        const type = playgroundMediaType(name);
        if (type === null || !names.has(name)) return null;
        return answerWith(join(folder, name), type, PLAYGROUND_HEADERS);
      },
      project: () => answerWith(join(folder, PLAYGROUND_PROJECT), 'application/json', {}),
    },
  };
}

/** Null for what is gone, no plain file, or too large. */
async function answerWith(
  path: string,
  type: string,
  headers: Answer['headers'] & {},
): Promise<Answer | null> {
  try {
    const found = await lstat(path);
    if (!found.isFile() || found.size > MOST_BYTES) return null;
    return { status: 200, type, body: await readFile(path), headers };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
