/** Names with wildcards: each `*` stands for any characters, or none. */
import type { RelationReference } from '@dlpc/language';

/** Whether a reference means whatever it matches, rather than one relation. */
export function hasWildcard({ schema, name }: RelationReference): boolean {
  return name.kind === 'NamePattern' || schema?.kind === 'NamePattern';
}

/** Whether `name` is one that `pattern` means; looks at no character of the name more often than the pattern is long. */
export function matchesWildcard(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first)) return false;
  // No place is better than the leftmost: what comes behind has the most room there.
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
