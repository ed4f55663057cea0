/** The definitions of views, materialized ones included, with a schema before each relation: whoever reads them may have another search path. */
import type { CreateTableAsStmt, RangeVar, ViewStmt } from 'libpg-query';
import { as, strings } from '../../schema/parse/node.ts';
import { quoteIdentifier } from '../../schema/types/quote-identifier.ts';
import { nodesOf } from './expression-tree.ts';
import { isTrue } from './observe-columns.ts';
import type { Observing } from './observing.ts';

export function observeView(seen: Observing, statement: ViewStmt): void {
  const view = seen.find(statement.view);
  if (view === null) return;
  const effects = seen.surroundings.of(view);
  const options = (statement.options ?? []).flatMap((node) => as('DefElem', node) ?? []);
  const { withCheckOption = 'NO_CHECK_OPTION' } = statement;
  effects.securityBarrier = options.some(({ defname, arg }) => defname === 'security_barrier' && isTrue(arg));
  const text = seen.cut(withSchemas(seen, statement.query));
  const query = text.queryAfter('as', withCheckOption !== 'NO_CHECK_OPTION');
  const aliases = strings(statement.aliases).map(quoteIdentifier);
  effects.definition =
    query === null || aliases.length === 0 ? query : `SELECT * FROM (${query}) AS v(${aliases.join(', ')})`;
}

/** A table that is made so has no definition. Names that it gives to the columns stand in the live one as well; the judge goes by their places. */
export function observeStoredView(seen: Observing, { objtype, into, query }: CreateTableAsStmt): void {
  const view = objtype === 'OBJECT_MATVIEW' ? seen.find(into?.rel) : null;
  if (view === null) return;
  const text = seen.cut(withSchemas(seen, query)).queryAfter('as', false);
  seen.surroundings.of(view).definition = text?.replace(/\bwith\s+(?:no\s+)?data\s*$/i, '') ?? null;
}

/** The statement with the schema of each relation that its query names without one. */
function withSchemas(seen: Observing, query: unknown): string {
  const given = new Set<string>();
  const named: RangeVar[] = [];
  for (const node of nodesOf(query)) {
    if ('ctename' in node) given.add(String(node.ctename));
    if ('RangeVar' in node) named.push(node.RangeVar as RangeVar);
  }
  const bytes = Buffer.from(seen.sql);
  const parts: Buffer[] = [];
  let end = bytes.length;
  for (const range of named.sort((a, b) => (b.location ?? 0) - (a.location ?? 0))) {
    const relation =
      range.schemaname === undefined && !given.has(range.relname ?? '') ? seen.find(range) : null;
    if (relation === null) continue;
    const at = range.location ?? 0;
    parts.unshift(Buffer.from(`${quoteIdentifier(relation.schema)}.`), bytes.subarray(at, end));
    end = at;
  }
  return Buffer.concat([bytes.subarray(0, end), ...parts]).toString();
}
