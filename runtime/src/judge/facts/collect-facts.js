import { at, denials } from '../denials.js';
import { unwrap } from '../parse/tree.js';
import { visitAlias, visitColumnRef, visitIndirection } from './columns.js';
import { visitFuncCall } from './functions.js';
import { visitAExpr, visitCase, visitJoin, visitSortBy, visitSubLink } from './operators.js';
import { visitSelect } from './queries.js';
import { visitRangeVar } from './relations.js';
import { outlineStatement } from './statements.js';
import { visitTypeName } from './types.js';
import { Walk } from './walk.js';

const visitors = new Map([
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
export function collectFacts(text, protocol, catalog, parser) {
  const outcome = parser.parse(text);
  if (outcome.kind === 'syntax-error') {
    return refused(denials.syntaxError(outcome.message, outcome.position));
  }
  if (outcome.kind === 'unparsable') return refused(denials.unparsable(outcome.reason), true);
  const { tree } = outcome;
  if (protocol === 'extended' && tree.stmts.length > 1) {
    return refused(denials.severalStatements());
  }
  const statements = [];
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
function refused(denial, transient = false) {
  return { kind: 'refused', denial, transient };
}
//# sourceMappingURL=collect-facts.js.map
