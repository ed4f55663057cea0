/** How many columns a query gives, counted from its tree and from what its relations show. Knows neither types nor policies. */
import { endsInStar, isTree, listOf, stringOf, type Tree, type TreeValue, unwrap } from '../../parse/tree.ts';

export interface WidthContext {
  /** How many columns `*` shows of a relation that is read, by its wrapper in FROM; null where it is none, or that cannot be told. */
  readonly columnsOf: (wrapper: TreeValue) => number | null;
  /** The same of the target of a write that returns `*`, by its node. */
  readonly returnedBy: (write: Tree) => number | null;
}

/** Names of common table expressions, the nearest last. */
type Expressions = readonly { readonly name: string; readonly query: Tree }[];

/** Of a SelectStmt; `outer` is the statement that it is part of. Null where it cannot be told. */
export function queryWidth(select: Tree, outer: Tree, context: WidthContext): number | null {
  return widthOf(select, expressionsOf(outer, []), context);
}

function widthOf(select: Tree, outer: Expressions, context: WidthContext): number | null {
  const expressions = expressionsOf(select, outer);
  const { larg, valuesLists, targetList, fromClause } = select;
  if (isTree(larg)) return widthOf(larg, expressions, context);
  if (valuesLists !== undefined) return listOf(unwrap(listOf(valuesLists)[0])?.node.items).length;
  return sum(
    listOf(targetList).map((item) => itemWidth(unwrap(item)?.node.val, fromClause, expressions, context)),
  );
}

function itemWidth(
  value: TreeValue | undefined,
  from: TreeValue | undefined,
  expressions: Expressions,
  context: WidthContext,
): number | null {
  const inner = unwrap(value);
  if (inner?.kind === 'A_Indirection') return endsInStar(inner.node.indirection) ? null : 1;
  const fields = inner?.kind === 'ColumnRef' ? listOf(inner.node.fields) : [];
  if (!endsInStar(fields)) return 1;
  if (fields.length === 1)
    return sum(listOf(from).map((source) => sourceWidth(source, expressions, context)));
  const name = fields.length === 2 ? stringOf(unwrap(fields[0])?.node.sval) : null;
  const [source, ...others] = listOf(from)
    .flatMap(joined)
    .filter((one) => nameOf(one) === name);
  return source === undefined || others.length > 0 ? null : sourceWidth(source, expressions, context);
}

/** What can be named: a join under a name of its own hides what it joins. */
function joined(source: TreeValue): readonly TreeValue[] {
  const inner = unwrap(source);
  if (inner?.kind !== 'JoinExpr' || inner.node.alias !== undefined) return [source];
  return [inner.node.larg, inner.node.rarg].flatMap((side) => joined(side ?? null));
}

function sourceWidth(source: TreeValue, expressions: Expressions, context: WidthContext): number | null {
  const inner = unwrap(source);
  if (inner === null) return null;
  const { kind, node } = inner;
  if (kind === 'RangeSubselect') {
    const query = unwrap(node.subquery);
    return query?.kind === 'SelectStmt' ? widthOf(query.node, expressions, context) : null;
  }
  if (kind === 'JoinExpr') {
    if (node.isNatural === true || node.usingClause !== undefined) return null;
    return sum([node.larg, node.rarg].map((side) => sourceWidth(side ?? null, expressions, context)));
  }
  if (kind !== 'RangeVar') return null;
  const known = node.schemaname === undefined ? lastNamed(stringOf(node.relname), expressions) : null;
  if (known === null) return context.columnsOf(source);
  const { query, before } = known;
  const { kind: command = '', node: statement = {} } = unwrap(query.ctequery) ?? {};
  // SEARCH and CYCLE add columns.
  if (query.search_clause !== undefined || query.cycle_clause !== undefined) return null;
  return command === 'SelectStmt'
    ? widthOf(statement, before, context)
    : returnedWidth(statement, before, context);
}

/** What a write in WITH returns. */
function returnedWidth(write: Tree, expressions: Expressions, context: WidthContext): number | null {
  const { returningClause, fromClause, usingClause, sourceRelation } = write;
  const isAlone = [fromClause, usingClause, sourceRelation].every((source) => source === undefined);
  const items = listOf(isTree(returningClause) ? returningClause.exprs : undefined);
  return sum(
    items.map((item) => {
      const value = unwrap(item)?.node.val;
      const width = itemWidth(value, undefined, expressions, context);
      return width === 1 ? 1 : isAlone ? context.returnedBy(write) : null;
    }),
  );
}

function expressionsOf({ withClause }: Tree, outer: Expressions): Expressions {
  const own = listOf(isTree(withClause) ? withClause.ctes : undefined).flatMap((cte) => {
    const query = unwrap(cte)?.node;
    return query === undefined ? [] : [{ name: stringOf(query.ctename), query }];
  });
  return [...outer, ...own];
}

function lastNamed(name: string, expressions: Expressions) {
  const place = expressions.findLastIndex((expression) => expression.name === name);
  const found = expressions[place];
  // Those that stand behind are none of its own; one that names itself gives what its first part gives.
  return found === undefined ? null : { query: found.query, before: expressions.slice(0, place) };
}

/** Of what stands in FROM by itself. */
function nameOf(source: TreeValue): string | null {
  const node = unwrap(source)?.node;
  if (node === undefined) return null;
  return isTree(node.alias) ? stringOf(node.alias.aliasname) : stringOf(node.relname) || null;
}

function sum(widths: readonly (number | null)[]): number | null {
  let total = 0;
  for (const width of widths) {
    if (width === null) return null;
    total += width;
  }
  return total;
}
