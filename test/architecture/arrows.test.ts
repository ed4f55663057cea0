import { describe, expect, it } from 'vitest';
import { ARROWS, NEVER_IMPORTED, ONLY_IMPORTED_BY } from './arrows.ts';
import { type Arrow, arrowsOf, findCycle, folderOf, graphOf, placeOf, whereOf } from './folders.ts';
import { readSources } from './sources.ts';

const sources = readSources();
const arrows = arrowsOf(sources);

function isAllowed({ from, to, target }: Arrow): boolean {
  const allowed = ARROWS[from] ?? [];
  // What another package exports from its root is for everyone who may import that package.
  return allowed.includes(to) || allowed.includes(target.replace('/src/', '/'));
}

describe('arrows between folders', () => {
  it('each folder imports only from those that the table allows', () => {
    expect(arrows.filter((arrow) => !isAllowed(arrow)).map((arrow) => arrow.where)).toEqual([]);
  });

  it('each folder stands in the table', () => {
    const folders = new Set(sources.flatMap(({ path }) => folderOf(path) ?? []));
    expect([...folders].filter((folder) => !(folder in ARROWS))).toEqual([]);
  });

  it('the table speaks of no folder that is gone', () => {
    const folders = new Set(sources.flatMap(({ path }) => folderOf(path) ?? []));
    expect(Object.keys(ARROWS).filter((folder) => !folders.has(folder))).toEqual([]);
  });

  it('the proxy knows neither the language nor the compiler, not even their types', () => {
    const strangers = /^(language|compiler|lsp|test)\b/;
    expect(arrows.filter((arrow) => arrow.from.startsWith('runtime') && strangers.test(arrow.to))).toEqual(
      [],
    );
  });

  it('nothing imports a test', () => {
    expect(arrows.filter((arrow) => arrow.target.startsWith('test/')).map((arrow) => arrow.where)).toEqual(
      [],
    );
  });

  it('no way leads from a folder back to itself', () => {
    expect(
      findCycle(graphOf(arrows.map(({ source, target }) => [placeOf(source), placeOf(target)] as const))),
    ).toBeNull();
  });

  it('no way leads from a file back to itself', () => {
    const edges = sources.flatMap((source) =>
      source.imports.flatMap((imported) =>
        imported.target === null || imported.typeOnly ? [] : [[source.path, imported.target] as const],
      ),
    );
    expect(findCycle(graphOf(edges))).toBeNull();
  });
});

describe('packages and built-in modules', () => {
  const outside = sources.flatMap((source) =>
    source.imports.flatMap((imported) =>
      imported.package === null
        ? []
        : [{ name: imported.package, path: source.path, where: whereOf(source, imported) }],
    ),
  );

  it('each is imported only where the table allows it', () => {
    const strays = outside.filter(({ name, path }) => {
      const allowed = ONLY_IMPORTED_BY[name];
      return allowed !== undefined && !allowed.some((prefix) => path.startsWith(prefix));
    });
    expect(strays.map((stray) => stray.where)).toEqual([]);
  });

  it('some are imported nowhere', () => {
    expect(outside.filter(({ name }) => NEVER_IMPORTED.includes(name)).map((found) => found.where)).toEqual(
      [],
    );
  });

  it('built-in modules are named with `node:`', async () => {
    const { builtinModules } = await import('node:module');
    expect(
      outside
        .filter(({ name }) => builtinModules.includes(name) && !name.startsWith('node:'))
        .map((found) => found.where),
    ).toEqual([]);
  });
});

describe('findCycle', () => {
  it('finds a way back', () => {
    const graph = graphOf([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
    ]);
    expect(findCycle(graph)).toEqual(['b', 'c', 'b']);
  });

  it('takes a diamond for none', () => {
    const graph = graphOf([
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
      ['c', 'd'],
    ]);
    expect(findCycle(graph)).toBeNull();
  });
});
