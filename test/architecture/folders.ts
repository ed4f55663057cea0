/** Maps files to the folders that the table of arrows speaks of. */
import type { Import, Source } from './sources.ts';

/** `compiler/src/schema/ddl/types.ts` is in `compiler/schema`; `compiler/src/index.ts` in `compiler`. Null for tests. */
export function folderOf(path: string): string | null {
  const [name, src, folder, file] = path.split('/');
  if (name === undefined || src !== 'src') return null;
  return file === undefined ? name : `${name}/${folder}`;
}

/** The same, but a file that stands directly in a package's `src` is a place of its own. */
export function placeOf(path: string): string {
  const folder = folderOf(path);
  return folder === null || !folder.includes('/') ? path.replace('/src/', '/') : folder;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** File that imports. */
  readonly source: string;
  /** For people: `compiler/src/a.ts:3 imports compiler/src/b/c.ts`. */
  readonly where: string;
  /** File that is imported. */
  readonly target: string;
}

/** Every import that leads from one folder to another. */
export function arrowsOf(sources: readonly Source[]): readonly Arrow[] {
  return sources.flatMap((source) => {
    const from = folderOf(source.path);
    if (from === null) return [];
    return source.imports.flatMap((imported) => {
      const to = imported.target === null ? null : (folderOf(imported.target) ?? imported.target);
      if (to === null || to === from) return [];
      return [
        { from, to, source: source.path, target: imported.target ?? '', where: whereOf(source, imported) },
      ];
    });
  });
}

/** For people: `compiler/src/a.ts:3 imports chevrotain`. */
export function whereOf(source: Source, imported: Import): string {
  return `${source.path}:${imported.line} imports ${imported.target ?? imported.specifier}`;
}

/** A way from a node back to itself, or null: `['a', 'b', 'a']`. */
export function findCycle(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...path, node]);
      if (cycle !== null) return cycle;
    }
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Edges by their start. */
export function graphOf(edges: Iterable<readonly [from: string, to: string]>): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of edges) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return graph;
}
