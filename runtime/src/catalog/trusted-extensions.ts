/**
 * Extensions whose functions, operators and types compute on their arguments and on nothing else: none reads a
 * relation, a file or another session, or runs text as SQL. Anything else that was added to a database may
 * do all of that behind a harmless name.
 */
const trusted: ReadonlySet<string> = new Set([
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'earthdistance',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'ltree',
  'pg_trgm',
  'pgcrypto',
  'seg',
  'unaccent',
  'uuid-ossp',
  'vector',
]);

export function isTrustedExtension(name: string | null): boolean {
  return name !== null && trusted.has(name);
}
