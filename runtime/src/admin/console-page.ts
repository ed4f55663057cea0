/** The files of the console's page, read once: what is asked for is looked up among them, and never on the disk. */
import { readFile } from 'node:fs/promises';
import type { Answer } from './http/problem.ts';

export interface ConsolePage {
  /** Null for what is no file of the page. */
  file(path: string): Answer | null;
}

const FILES: Readonly<Record<string, readonly [name: string, type: string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
  '/page.js': ['page.js', 'text/javascript; charset=utf-8'],
};

/** The page asks this listener alone, and no other page can hold it. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Reads the page that lies in `folder`. Rejects where a file of it cannot be read. */
export async function loadConsolePage(folder: URL): Promise<ConsolePage> {
  const files = new Map<string, Answer>();
  for (const [path, [name, type]] of Object.entries(FILES)) {
    const body = await readFile(new URL(name, folder), 'utf8');
    files.set(path, { status: 200, type, body, headers: HEADERS });
  }
  return { file: (path) => files.get(path) ?? null };
}
