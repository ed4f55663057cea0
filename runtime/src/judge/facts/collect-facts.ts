/** From a query string to its facts: parsed once, every statement of it walked, or refused as a whole. */
import type { Catalog } from '../../catalog/catalog.ts';
import type { Denial, QueryProtocol } from '../../pgwire/gate.ts';
import { at, denials } from '../denials.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { unwrap } from '../parse/tree.ts';
import { visitAlias, visitColumnRef, visitIndirection } from './columns.ts';
import type { StatementFacts, TextFacts } from './facts.ts';
import { visitFuncCall } from './functions.ts';
import { visitAExpr, visitCase, visitJoin, visitSortBy, visitSubLink } from './operators.ts';
import { visitSelect } from './queries.ts';
import { visitRangeVar } from './relations.ts';
import { outlineStatement } from './statements.ts';
import { visitTypeName } from './types.ts';
import { type Visitor, Walk } from './walk.ts';

const visitors: ReadonlyMap<string, Visitor> = new Map([
  ['SelectStmt', visitSelect],
  ['RangeVar', visitRangeVar],
  ['FuncCall', visitFuncCall],
  ['ColumnRef', visitColumnRef],
  ['A_Indirection', visitIndirection],
  ['Alias', visitAlias],
  ['TypeName', visitTypeName],
  ['A_Expr', visitAExpr],
  ['SubLink', visitSubLink],
  ['SortBy', visitSortBy],
  ['CaseExpr', visitCase],
  ['JoinExpr', visitJoin],
]);

/** Never throws; the same text, catalog and protocol give the same facts. */
export function collectFacts(
  text: string,
  protocol: QueryProtocol,
  catalog: Catalog,
  parser: SqlParser,
): TextFacts {
  const outcome = parser.parse(text);
  if (outcome.kind === 'syntax-error') {
    return refused(denials.syntaxError(outcome.message, outcome.position));
  }
  if (outcome.kind === 'unparsable') return refused(denials.unparsable(outcome.reason), true);
  const { tree } = outcome;
  if (protocol === 'extended' && tree.stmts.length > 1) {
    return refused(denials.severalStatements());
  }
  const statements: StatementFacts[] = [];
  for (const raw of tree.stmts) {
    const walk = new Walk(catalog, visitors);
    const inner = unwrap(raw.stmt);
    if (inner === null) return refused(denials.construct('this statement'));
    const outline = outlineStatement(walk, inner.kind, inner.node);
    if (walk.refusal !== null) {
      return refused(at(walk.refusal.denial, text, walk.refusal.location));
    }
    statements.push({
      command: outline.command,
      reads: walk.reads,
      unqualifiedCalls: walk.unqualifiedCalls,
      schemaColumns: walk.schemaColumns,
      systemColumns: walk.systemColumns,
      usesStar: walk.usesStar,
      givenNames: walk.givenNames,
      showsPlan: outline.showsPlan ?? false,
    });
  }
  return { kind: 'facts', tree, statements };
}

function refused(denial: Denial, transient = false): TextFacts {
  return { kind: 'refused', denial, transient };
}
