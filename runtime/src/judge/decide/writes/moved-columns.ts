/**
 * What an INSERT stores of what a write in its WITH returns, column by column: `WITH gone AS (DELETE … RETURNING *) INSERT INTO archive SELECT * FROM gone`. Only
 * where each name surely means one column that was returned as it is; nothing is said of any other statement.
 */
import type { RelationWrite, StatementFacts } from '../../facts/facts.ts';
import { isTree, listOf, namesOf, stringOf, type Tree, type TreeValue, unwrap } from '../../parse/tree.ts';
import { keyOf, type SeenBy } from './hidden-columns.ts';

/** A column of what another write of the statement wrote. */
export interface MovedColumn {
  /** Key of the relation. */
  readonly relation: string;
  readonly column: string;
}

interface Output extends MovedColumn {
  readonly name: string;
}

/** In the order of the select list; null where it cannot be told. */
export function movedColumns(
  { writes }: StatementFacts,
  { node, isWithin, changes }: RelationWrite,
  { catalog, matcher }: Pick<SeenBy, 'catalog' | 'matcher'>,
): readonly MovedColumn[] | null {
  const select = unwrap(node.selectStmt);
  if (isWithin || select?.kind !== 'SelectStmt') return null;
  if (Object.keys(select.node).some((field) => !FIELDS.has(field))) return null;
  // A part of a column is no copy of another one.
  if (changes.some(({ inPart }) => inPart.length > 0)) return null;
  const [source, ...others] = listOf(select.node.fromClause);
  const from = unwrap(source);
  if (from?.kind !== 'RangeVar' || others.length > 0 || from.node.schemaname !== undefined) return null;
  const name = stringOf(from.node.relname);
  const { alias } = from.node;
  if (isTree(alias) && alias.colnames !== undefined) return null;
  const outputs = outputsOf(name, node, writes, (relation) => {
    const entries = new Set(matcher.relations.get(relation)?.columns.map((column) => column.name));
    const columns = catalog.relations.get(relation)?.columns.map((column) => column.name) ?? [];
    return columns.every((column) => entries.has(column)) ? columns : null;
  });
  if (outputs === null) return null;
  const known = isTree(alias) ? stringOf(alias.aliasname) : name;
  const moved: MovedColumn[] = [];
  for (const item of listOf(select.node.targetList)) {
    const found = meant(unwrap(item)?.node.val, known, outputs);
    if (found === null) return null;
    moved.push(...found);
  }
  return moved;
}

/** What may stand there chooses and sorts rows; what groups or unites them makes new ones. */
const FIELDS: ReadonlySet<string> = new Set([
  ...[
    'targetList',
    'fromClause',
    'whereClause',
    'sortClause',
    'limitCount',
    'limitOffset',
    'limitOption',
    'op',
  ],
]);

/** The columns of a common table expression that is a write and returns its target's columns alone. */
function outputsOf(
  name: string,
  { withClause }: Tree,
  writes: readonly RelationWrite[],
  /** All columns of a relation; null where the policy does not know one, for which `*` does not stand then. */
  columnsOf: (relation: string) => readonly string[] | null,
): readonly Output[] | null {
  const expressions = listOf(isTree(withClause) ? withClause.ctes : undefined).map(
    (wrapper): Tree => unwrap(wrapper)?.node ?? {},
  );
  const [expression, ...others] = expressions.filter(({ ctename }) => ctename === name);
  if (expression === undefined || others.length > 0 || expression.aliascolnames !== undefined) return null;
  const query = unwrap(expression.ctequery)?.node;
  const write = writes.find(({ node }) => node === query);
  if (write === undefined || write.returned === null) return null;
  const { returned, target } = write;
  const relation = keyOf(target);
  const outputs: Output[] = [];
  for (const item of listOf(returned.clause.exprs)) {
    const { name: given, val } = unwrap(item)?.node ?? {};
    const column = returned.columns.find(({ wrapper }) => wrapper === val)?.column;
    if (column !== undefined) outputs.push({ name: stringOf(given) || column, relation, column });
    else {
      const columns = returned.stars.some((star) => star.item === item) ? columnsOf(relation) : null;
      if (columns === null) return null;
      outputs.push(...columns.map((each) => ({ name: each, relation, column: each })));
    }
  }
  return outputs;
}

/** The outputs that an item of the select list stands for; null for what is no name of them. */
function meant(
  value: TreeValue | undefined,
  from: string,
  outputs: readonly Output[],
): readonly MovedColumn[] | null {
  const reference = unwrap(value);
  if (reference?.kind !== 'ColumnRef') return null;
  const fields = listOf(reference.node.fields);
  const qualifier = namesOf(fields.slice(0, -1));
  if (qualifier === null || qualifier.length > 1 || (qualifier[0] ?? from) !== from) return null;
  const last = unwrap(fields.at(-1));
  if (last?.kind === 'A_Star') return outputs;
  const found = outputs.filter(({ name }) => name === stringOf(last?.node.sval));
  return last?.kind === 'String' && found.length === 1 ? found : null;
}
