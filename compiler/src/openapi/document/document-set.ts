/**
 * A document and the files that it refers to, each read and parsed once. A file that cannot be read is remembered with the
 * reason: whether that matters is seen where a reference to it counts.
 */
import type { Host } from '../../host/host.ts';
import { type DocumentNode, entriesOf, itemsOf, stringOf } from './document-node.ts';
import { MOST_BYTES, MOST_CHARACTERS, MOST_FILES } from './limits.ts';
import { parseDocument } from './parse-document.ts';
import { readReference } from './reference.ts';

/** A file that could be parsed, or why not. */
export type LoadedFile =
  | { readonly kind: 'parsed'; readonly text: string; readonly root: DocumentNode }
  | { readonly kind: 'unparsed'; readonly text: string; readonly message: string; readonly offset: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface DocumentSet {
  /** Path of the document itself. */
  readonly main: string;
  /** Directories below which files may be read. */
  readonly roots: readonly string[];
  readonly files: ReadonlyMap<string, LoadedFile>;
}

/** Reads the document at `main`, then what it refers to, then what that refers to. */
export async function loadDocuments(
  host: Pick<Host, 'readText'>,
  main: string,
  roots: readonly string[],
): Promise<DocumentSet> {
  const files = new Map<string, LoadedFile>();
  // A set is walked in the order of insertion, also of what is added on the way.
  const wanted = new Set([main]);
  let characters = 0;
  for (const path of wanted) {
    const isTooMuch = files.size >= MOST_FILES || characters > MOST_CHARACTERS;
    const file = isTooMuch ? tooMuch() : await loadFile(host, path);
    files.set(path, file);
    if (file.kind !== 'parsed') continue;
    characters += file.text.length;
    for (const text of referencesIn(file.root)) {
      const reference = readReference(text, path, roots);
      // One more than are read, so that the first that is left out can be told of.
      if (reference.kind === 'place' && wanted.size <= MOST_FILES) wanted.add(reference.file);
    }
  }
  return { main, roots, files };
}

async function loadFile(host: Pick<Host, 'readText'>, path: string): Promise<LoadedFile> {
  const read = await host.readText(path, MOST_BYTES);
  if (!read.ok) return { kind: 'unreadable', reason: read.failure.reason };
  const { text } = read;
  const parsed = parseDocument(text);
  return parsed.ok
    ? { kind: 'parsed', text, root: parsed.root }
    : { kind: 'unparsed', text, ...parsed.problem };
}

function tooMuch(): LoadedFile {
  const bound = `${MOST_FILES} files and ${MOST_CHARACTERS} characters`;
  return { kind: 'unreadable', reason: `the document and what it refers to are more than ${bound}` };
}

/** Every string behind a key `$ref`, whatever it means there: a file too many that is read changes nothing. */
function* referencesIn(root: DocumentNode): Iterable<string> {
  const seen = new Set<DocumentNode>([root]);
  for (const node of seen) {
    for (const item of itemsOf(node)) seen.add(item);
    for (const [key, { value }] of entriesOf(node)) {
      const reference = key === '$ref' ? stringOf(value) : null;
      if (reference !== null) yield reference;
      else seen.add(value);
    }
  }
}
