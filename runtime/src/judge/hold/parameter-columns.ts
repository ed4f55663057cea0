/**
 * Which columns the parameters of a statement meet, by their names: what a parameter is compared with or stored in. Nobody resolves the names
 * here; a parameter that meets something else meets anything.
 */
import { isTree, listOf, numberOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';

/** By the number of the parameter: the names that it meets, or null for anything. */
export type ParameterColumns = ReadonlyMap<number, ReadonlySet<string> | null>;

export function parameterColumns(statements: readonly Tree[]): ParameterColumns {
  const met = new Map<number, Set<string> | null>();
  const note = (number: number, names: readonly string[] | null) => {
    const known = met.get(number);
    if (names === null || known === null) met.set(number, null);
    else met.set(number, new Set([...(known ?? []), ...names]));
  };

  /** `names`: what a parameter meets that stands here. */
  const walk = (value: TreeValue | undefined, names: readonly string[] | null): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, names);
    if (!isTree(value)) return;
    const inner = unwrap(value);
    const node = inner?.node ?? value;
    switch (inner?.kind) {
      case 'ParamRef':
        note(numberOf(node.number), names);
        break;
      case 'A_Expr':
        walkFields(node, columnsIn(node) ?? names);
        break;
      case 'InsertStmt':
        walkInsert(node);
        break;
      case 'UpdateStmt':
        for (const target of listOf(node.targetList)) walkTarget(target);
        walkFields({ ...node, targetList: undefined }, null);
        break;
      case 'SelectStmt':
        // How many rows there are is no value of a column.
        walk(node.limitCount, []);
        walk(node.limitOffset, []);
        walkFields({ ...node, limitCount: undefined, limitOffset: undefined }, null);
        break;
      case 'BoolExpr':
        walkFields(node, null);
        break;
      default:
        walkFields(value, names);
    }
  };

  const walkFields = (node: Tree, names: readonly string[] | null): void => {
    for (const field of Object.values(node)) walk(field, names);
  };

  const walkTarget = (target: TreeValue): void => {
    const node = unwrap(target)?.node;
    walk(node?.val, typeof node?.name === 'string' ? [node.name] : null);
  };

  /** `VALUES` go into the columns that are listed, in their order. */
  const walkInsert = (node: Tree): void => {
    const columns = listOf(node.cols).map((column) => stringOf(unwrap(column)?.node.name));
    const select = unwrap(node.selectStmt);
    const rows = listOf(select?.node.valuesLists);
    for (const row of rows)
      for (const [index, item] of listOf(unwrap(row)?.node.items).entries()) {
        const column = columns[index];
        walk(item, column === undefined || column === '' ? null : [column]);
      }
    if (rows.length === 0) walk(node.selectStmt, null);
    walk(node.onConflictClause, null);
    walk(node.returningList, null);
    walk(node.withClause, null);
  };

  for (const statement of statements) walk(statement, null);
  return met;
}

/** Names of the columns that stand in an expression, but for those inside of a query in it; null where there are none. */
function columnsIn(node: Tree): readonly string[] | null {
  const names: string[] = [];
  let any = false;
  const look = (value: TreeValue | undefined): void => {
    if (Array.isArray(value)) for (const item of value) look(item);
    if (!isTree(value)) return;
    const inner = unwrap(value);
    if (inner?.kind === 'SelectStmt') any = true;
    else if (inner?.kind === 'ColumnRef') {
      const last = unwrap(listOf(inner.node.fields).at(-1));
      if (last?.kind === 'String') names.push(stringOf(last.node.sval));
      else any = true;
    } else for (const field of Object.values(value)) look(field);
  };
  look(node);
  return any || names.length === 0 ? null : names;
}
