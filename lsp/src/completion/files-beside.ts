/** Files that a document could name: schemas, OpenAPI documents and policies near it. */
import { dirname, type Host, joinPath } from '@dlpc/compiler';
import type { FeatureContext } from '../features/feature-context.ts';

/** More than anybody chooses from. */
const MOST = 500;
/** Folders above the document that are looked into. */
const ABOVE = 2;
/** Folders below each of these. */
const BELOW = 2;

const NAMED = /\.(?:dlp|sql|ya?ml|json)$/;
/** What is not written by hand. */
const PASSED_OVER = /^(?:\.|node_modules$|dist$)/;

/** Paths relative to the document, folders with a slash; none where the cursor is not at a path. */
export async function filesBeside(
  host: Host,
  { path, source, offset }: FeatureContext,
): Promise<readonly string[]> {
  const line = source.text.slice(source.text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (!/\b(?:from|import)\s+"?[^"]*$/.test(line)) return [];
  const found = new Set<string>();
  let folder = dirname(path);
  let prefix = '';
  for (let level = 0; level <= ABOVE && found.size < MOST; level += 1) {
    await collect(host, folder, prefix, BELOW, found);
    const above = dirname(folder);
    if (above === folder) break;
    folder = above;
    prefix = `../${prefix}`;
  }
  return [...found];
}

async function collect(
  host: Host,
  folder: string,
  prefix: string,
  depth: number,
  found: Set<string>,
): Promise<void> {
  for (const { name, kind } of await host.list(folder)) {
    if (found.size >= MOST || PASSED_OVER.test(name)) continue;
    if (kind === 'file' && NAMED.test(name)) found.add(`${prefix}${name}`);
    if (kind !== 'directory') continue;
    found.add(`${prefix}${name}/`);
    if (depth > 0) await collect(host, joinPath(folder, name), `${prefix}${name}/`, depth - 1, found);
  }
}
