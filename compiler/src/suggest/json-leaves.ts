/** The texts and numbers in JSON documents, by the path that leads to them. */
import { type JsonPath, jsonPathText } from '../masks/json/json-path.ts';

/** Deeper ones, and further ones, are left alone. */
const DEEPEST = 8;
const MOST_PATHS = 200;

export interface Leaves {
  readonly path: JsonPath;
  readonly values: readonly string[];
}

/** Collects the leaves of `documents`; what is no JSON, because it was cut, counts for nothing. */
export function jsonLeaves(documents: readonly string[]): readonly Leaves[] {
  const found = new Map<string, { readonly path: JsonPath; readonly values: string[] }>();

  function walk(value: unknown, path: JsonPath): void {
    if (path.length > DEEPEST) return;
    if (Array.isArray(value)) for (const item of value) walk(item, [...path, { kind: 'each' }]);
    else if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) walk(member, [...path, { kind: 'member', name }]);
    else if ((typeof value === 'string' || typeof value === 'number') && path.length > 0) {
      const key = jsonPathText(path);
      const known = found.get(key) ?? { path, values: [] };
      if (found.has(key) || found.size < MOST_PATHS) found.set(key, known);
      known.values.push(String(value));
    }
  }

  for (const document of documents) walk(parsed(document), []);
  return [...found.values()];
}

function parsed(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
