/** One name, one thing: the first declaration counts, and each further one is reported beside it. */
import type { Name, RelatedPlace } from '@dlpc/language';

/** Related place of a second declaration. */
export function firstDeclaredAt(name: Name): { readonly related: readonly RelatedPlace[] } {
  return { related: [{ message: 'first declared here', span: name.span }] };
}

/**
 * Adds `thing` under `key` unless something is there already; then `onDuplicate` is told what, and nothing changes.
 */
export function declareOnce<T>(
  things: Map<string, T>,
  key: string,
  thing: T,
  onDuplicate: (first: T) => void,
): void {
  const first = things.get(key);
  if (first === undefined) things.set(key, thing);
  else onDuplicate(first);
}
