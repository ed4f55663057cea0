/** From a statement to the query, or the change of data, that it runs. */
import type { CopyStmt, Node } from 'libpg-query';
import { tagOf } from '../schema/parse/node.ts';

export interface RunQuery {
  readonly node: Node;
  /** Whether its columns come back to the client. */
  readonly gives: boolean;
}

/** Null for a statement that neither reads nor writes rows, or of which that is not known. */
export function queryOf(statement: Node): RunQuery | null {
  if ('SelectStmt' in statement)
    return { node: statement, gives: statement.SelectStmt.intoClause === undefined };
  if ('DeclareCursorStmt' in statement) return inner(statement.DeclareCursorStmt.query, true);
  if ('PrepareStmt' in statement) return inner(statement.PrepareStmt.query, true);
  if ('CreateTableAsStmt' in statement) return inner(statement.CreateTableAsStmt.query, false);
  // A plan tells of conditions and of how many rows there are, not of values.
  if ('ExplainStmt' in statement) return inner(statement.ExplainStmt.query, false);
  if ('CopyStmt' in statement) return copied(statement.CopyStmt);
  return CHANGES.has(tagOf(statement)) ? { node: statement, gives: true } : null;
}

const CHANGES: ReadonlySet<string> = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

function inner(query: Node | undefined, gives: boolean): RunQuery | null {
  return query === undefined ? null : { node: query, gives };
}

/** `COPY t TO` gives what a SELECT of its columns would, `COPY t FROM` is an INSERT. */
function copied({ query, relation, attlist, is_from: isFrom }: CopyStmt): RunQuery | null {
  if (query !== undefined) return { node: query, gives: true };
  if (relation === undefined) return null;
  if (isFrom === true) return { node: { InsertStmt: { relation } }, gives: false };
  const all: Node = { ResTarget: { val: { ColumnRef: { fields: [{ A_Star: {} }] } } } };
  const named = attlist?.map((name): Node => ({ ResTarget: { val: { ColumnRef: { fields: [name] } } } }));
  const select = { targetList: named ?? [all], fromClause: [{ RangeVar: relation }] };
  return { node: { SelectStmt: select }, gives: true };
}
