/**
 * Conditions that ask for rows by a value of a column which the client knows: `email = 'ann@corp.example'`. Found are those that could be asked of
 * the stored column in place of its mask without another effect: a conjunct of WHERE, or of the ON of a join that keeps no row that fails it, where
 * the name means for sure the column of one table read at the same level, whose rows no outer join fills up with NULLs. Whether a caller may ask so is
 * decided elsewhere. In doubt there is none, and the condition is about masks.
 */
import { relationKey } from '../../abi.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { isTree, listOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { stringsOf } from './column-names.ts';
import type { Lookup, RelationUse } from './facts.ts';
import { readLookup } from './read-lookup.ts';

/** What a name in FROM can mean at one place. */
interface FromItem {
  /** Null where it is no table whose columns are known. */
  readonly use: RelationUse | null;
  /** Whether no outer join within what is seen here gives it rows of NULLs. */
  readonly isInner: boolean;
}

interface Visible {
  readonly items: readonly FromItem[];
  /** Names of columns that USING makes one of two; null for NATURAL, which makes nobody knows which. */
  readonly merged: ReadonlySet<string> | null;
}

const NOTHING: Visible = { items: [], merged: new Set() };
const OPAQUE: Visible = { items: [{ use: null, isInner: false }], merged: new Set() };

/** Those of one SELECT, not of those within it. `uses`: the relations that its FROM reads, by their wrappers in the tree. */
export function findLookups(
  select: Tree,
  uses: ReadonlyMap<Tree, RelationUse>,
  catalog: Catalog,
): readonly Lookup[] {
  const found: Lookup[] = [];
  const visible = listOf(select.fromClause)
    .map((item) => fromItem(item, uses, catalog, found))
    .reduce(together, NOTHING);
  collect(select.whereClause, visible, visible.items, catalog, found);
  return found;
}

function fromItem(
  value: TreeValue | undefined,
  uses: ReadonlyMap<Tree, RelationUse>,
  catalog: Catalog,
  found: Lookup[],
): Visible {
  const inner = unwrap(value);
  if (inner?.kind === 'RangeVar' && isTree(value)) {
    const use = uses.get(value);
    // A common table expression is no use of a relation.
    const isPlain = use !== undefined && !use.only && !use.renamesColumns && !use.tableForm;
    return isPlain ? { items: [{ use, isInner: true }], merged: new Set() } : OPAQUE;
  }
  if (inner?.kind !== 'JoinExpr') return OPAQUE;
  const { node } = inner;
  const left = fromItem(node.larg, uses, catalog, found);
  const right = fromItem(node.rarg, uses, catalog, found);
  const both = together(left, right);
  const kind = stringOf(node.jointype);
  // What fails the condition is left out on the side that the join may leave without a match.
  const asked = { JOIN_INNER: both.items, JOIN_LEFT: right.items, JOIN_RIGHT: left.items }[kind] ?? [];
  collect(node.quals, both, asked, catalog, found);
  // Outside of a join with a name of its own, nothing in it can be seen.
  if (isTree(node.alias)) return OPAQUE;
  const usedAlias = isTree(node.join_using_alias) ? OPAQUE : NOTHING;
  const using = stringsOf(node.usingClause);
  const merged = node.isNatural === true || both.merged === null ? null : new Set([...both.merged, ...using]);
  const seen = together(
    { ...left, items: kept(left.items, kind === 'JOIN_INNER' || kind === 'JOIN_LEFT') },
    { ...right, items: kept(right.items, kind === 'JOIN_INNER' || kind === 'JOIN_RIGHT') },
  );
  return { items: [...seen.items, ...usedAlias.items], merged };
}

function kept(items: readonly FromItem[], isInner: boolean): readonly FromItem[] {
  return isInner ? items : items.map((item) => ({ ...item, isInner: false }));
}

function together(a: Visible, b: Visible): Visible {
  return {
    items: [...a.items, ...b.items],
    merged: a.merged === null || b.merged === null ? null : new Set([...a.merged, ...b.merged]),
  };
}

/** The conjuncts of a condition that ask one of `asked`, among all that is `visible` to it. */
function collect(
  condition: TreeValue | undefined,
  visible: Visible,
  asked: readonly FromItem[],
  catalog: Catalog,
  found: Lookup[],
): void {
  for (const conjunct of conjuncts(condition)) {
    const reading = readLookup(conjunct);
    if (reading === null) continue;
    const item = meant(reading.column, visible, catalog);
    if (item?.use == null || !item.isInner || !asked.includes(item)) continue;
    found.push({ ...reading, use: item.use, column: reading.column.at(-1) ?? '' });
  }
}

function conjuncts(condition: TreeValue | undefined): readonly Tree[] {
  const inner = unwrap(condition);
  if (inner === null || !isTree(condition)) return [];
  return inner.kind === 'BoolExpr' && inner.node.boolop === 'AND_EXPR'
    ? listOf(inner.node.args).flatMap(conjuncts)
    : [condition];
}

/**
 * The item that has the column (PostgreSQL: parse_expr.c, transformColumnRef; parse_relation.c, colNameToVar). What is found at this level is looked for
 * nowhere else.
 */
function meant(names: readonly string[], { items, merged }: Visible, catalog: Catalog): FromItem | null {
  const [name = '', relation] = names.toReversed();
  const has = ({ use }: FromItem): boolean => use !== null && columnsOf(use, catalog).has(name);
  if (relation !== undefined) {
    const called = items.filter(({ use }) => use !== null && (use.alias ?? use.name) === relation);
    const [only, ...others] = called;
    return only !== undefined && others.length === 0 && has(only) ? only : null;
  }
  if (merged === null || merged.has(name) || items.some(({ use }) => use === null)) return null;
  const [only, ...others] = items.filter(has);
  return only !== undefined && others.length === 0 ? only : null;
}

function columnsOf({ schema, name }: RelationUse, catalog: Catalog): ReadonlySet<string> {
  const live = catalog.relations.get(relationKey(schema, name));
  return new Set(live?.columns.map((column) => column.name));
}
