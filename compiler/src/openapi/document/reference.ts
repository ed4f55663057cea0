/** What a `$ref` says: a file, and a place in it. Resolves against paths alone; reads nothing. */
import { dirname, isAbsolute, resolveBeside } from '../../host/paths.ts';

export type Reference =
  | { readonly kind: 'place'; readonly file: string; readonly pointer: string }
  /** It is a URL, an absolute path, or leads out of `root`. */
  | { readonly kind: 'foreign'; readonly reason: string }
  /** It names its target in a way that is not read. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads `reference` as it stands in `file`; what it names must be below one of the directories `roots`. */
export function readReference(reference: string, file: string, roots: readonly string[]): Reference {
  const hash = reference.indexOf('#');
  const path = percentDecoded(hash === -1 ? reference : reference.slice(0, hash));
  const fragment = percentDecoded(hash === -1 ? '' : reference.slice(hash + 1));
  if (path === null || fragment === null)
    return { kind: 'unreadable', reason: 'its percent signs stand for no text' };
  if (/^[A-Za-z][A-Za-z0-9+.-]*:|^\/\//.test(path))
    return { kind: 'foreign', reason: 'it is a URL, and `dlpc` reads files alone' };
  if (isAbsolute(path) || path.includes('\\') || path.includes('\0'))
    return { kind: 'foreign', reason: 'it is no path from this file' };
  const target = path === '' ? file : resolveBeside(file, path);
  if (path !== '' && !roots.some((root) => isBelow(target, root)))
    return { kind: 'foreign', reason: 'it leads out of the directories of the document and of the policy' };
  if (fragment !== '' && !fragment.startsWith('/'))
    return {
      kind: 'unreadable',
      reason: 'places are named by their path from the root, such as `#/components`',
    };
  return { kind: 'place', file: target, pointer: fragment };
}

function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Whether a path is that of something in `root` or below; both are normal. */
function isBelow(path: string, root: string): boolean {
  if (root === '.') return !path.startsWith('../') && path !== '..' && !isAbsolute(path);
  return path.startsWith(root.endsWith('/') ? root : `${root}/`);
}

/** The directory of a file, as one of the `roots`. */
export function rootOf(file: string): string {
  return dirname(file);
}
