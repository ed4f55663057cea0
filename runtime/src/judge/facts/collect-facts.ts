/** From a query string to its facts: parsed once, every statement of it walked, or refused as a whole. */
import { relationKey } from '../../abi.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Denial, QueryProtocol } from '../../pgwire/gate.ts';
import { at, denials } from '../denials.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { isTree, type Tree, unwrap } from '../parse/tree.ts';
import { visitAlias, visitColumnRef, visitIndirection, visitParamRef, visitResTarget } from './columns.ts';
import { NO_CTES } from './cte-scope.ts';
import type { StatementFacts, TextFacts } from './facts.ts';
import { visitFuncCall } from './functions.ts';
import { firstGuardedCall } from './guarded-calls.ts';
import { jsonKinds, visitJson } from './json.ts';
import { isLeakproof, type KindOfColumn, kindOfColumn } from './leakproof.ts';
import { visitMadeColumn } from './made-columns.ts';
import { visitMerge } from './merge.ts';
import { visitAExpr, visitCase, visitJoin, visitSortBy, visitSubLink } from './operators.ts';
import { visitSelect } from './queries.ts';
import { visitRangeVar } from './relations.ts';
import { visitSample } from './samples.ts';
import { outlineStatement } from './statements.ts';
import { visitTypeName } from './types.ts';
import { type Visitor, Walk } from './walk.ts';
import { visitDelete, visitInsert, visitUpdate } from './writes.ts';
import { visitWriteInQuery } from './writes-in-queries.ts';

const visitors: ReadonlyMap<string, Visitor> = new Map([
  ['SelectStmt', visitSelect],
  ['InsertStmt', visitWriteInQuery('INSERT', visitInsert)],
  ['UpdateStmt', visitWriteInQuery('UPDATE', visitUpdate)],
  ['DeleteStmt', visitWriteInQuery('DELETE', visitDelete)],
  ['MergeStmt', visitWriteInQuery('MERGE', visitMerge)],
  ['RangeVar', visitRangeVar],
  ['FuncCall', visitFuncCall],
  ['ColumnRef', visitColumnRef],
  ['ParamRef', visitParamRef],
  ['A_Indirection', visitIndirection],
  ['Alias', visitAlias],
  ['ResTarget', visitResTarget],
  ['TypeName', visitTypeName],
  ['A_Expr', visitAExpr],
  ['SubLink', visitSubLink],
  ['SortBy', visitSortBy],
  ['CaseExpr', visitCase],
  ['JoinExpr', visitJoin],
  ['RangeTableSample', visitSample],
  ['JsonTableColumn', visitMadeColumn('JsonTableColumn')],
  ['RangeTableFuncCol', visitMadeColumn('RangeTableFuncCol')],
  ...jsonKinds.map((kind): [string, Visitor] => [kind, visitJson(kind)]),
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
    const { prepared = null } = outline;
    if (prepared !== null && tree.stmts.length > 1) return refused(denials.preparedBeside(outline.command));
    statements.push({
      prepared,
      declares: outline.declares ?? null,
      fetches: outline.fetches ?? null,
      command: outline.command,
      reads: walk.reads,
      writes: walk.writes,
      copied: walk.copied,
      locks: walk.locks,
      lockedQueries: walk.lockedQueries,
      unqualifiedCalls: walk.unqualifiedCalls,
      calls: walk.calls,
      schemaColumns: walk.schemaColumns,
      systemColumns: walk.systemColumns,
      usesStar: walk.usesStar,
      columnNames: walk.columnNames,
      lookups: walk.lookupsThatKeepTypes(),
      givenNames: walk.givenNames,
      sharedByConstants: outline.sharedByConstants === true && !walk.constantsMatter,
      mayTell: once(() => !isLeakproof(queryOf(inner.kind, inner.node), kindsIn(walk))),
      notices: outline.notices ?? null,
      forgetsPrepared: outline.forgetsPrepared ?? false,
      showsPlan: outline.showsPlan ?? false,
    });
  }
  return { kind: 'facts', tree, statements, bytes: outcome.bytes };
}

const HOLDS_QUERY: ReadonlySet<string> = new Set(['CopyStmt', 'DeclareCursorStmt', 'PrepareStmt']);

/** The query of a statement that is more than one, or the statement. */
function queryOf(kind: string, node: Tree): Tree {
  // A stored value may be converted to the type of a parameter, which can fail.
  if (node.argtypes !== undefined) return {};
  return HOLDS_QUERY.has(kind) && isTree(node.query) ? node.query : { [kind]: node };
}

function kindsIn({ reads, writes, catalog, columnNames }: Walk): KindOfColumn {
  const columns = [...reads, ...writes.map(({ target }) => target)].flatMap(
    ({ schema, name }) => catalog.relations.get(relationKey(schema, name))?.columns ?? [],
  );
  return kindOfColumn(columns, columnNames);
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** Functions that a default may call: the owner of the table chose the sequence. */
const IN_DEFAULTS: ReadonlySet<string> = new Set(['nextval']);

/** Why an expression that the server runs by itself, such as a default or a check, cannot be judged; null where it can. */
export function refuseExpression(expression: string, catalog: Catalog, parser: SqlParser): Denial | null {
  const outcome = parser.parse(`SELECT ${expression}`);
  const [raw, ...others] = outcome.kind === 'parsed' ? outcome.tree.stmts : [];
  const select = unwrap(raw?.stmt);
  if (select === null || others.length > 0) return denials.construct('an expression of the table');
  const walk = new Walk(catalog, visitors, IN_DEFAULTS);
  walk.visit(select.kind, select.node, NO_CTES);
  if (walk.reads.length > 0 || walk.locks.length > 0)
    walk.refuse(denials.construct('an expression that reads a relation'));
  const guarded = firstGuardedCall(walk.calls);
  if (guarded !== null) walk.refuse(denials.guardedCall(guarded));
  return walk.refusal?.denial ?? null;
}

function refused(denial: Denial, transient = false): TextFacts {
  return { kind: 'refused', denial, transient };
}
