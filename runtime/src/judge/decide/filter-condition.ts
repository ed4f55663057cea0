/**
 * The condition of a row filter with the asker's values in its holes. That it means what was intended is proven: it is parsed once with
 * parameters in the holes and once with the values, and the two trees must differ in nothing but these.
 */
import type { CallerValue, FilterRule } from '../../abi.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { refuseExpression } from '../facts/collect-facts.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { isTree, listOf, numberOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { sameTree } from '../rewrite/same-tree.ts';
import type { CallerLiteral } from './caller-literal.ts';

export interface FilterCondition {
  readonly sql: string;
  readonly columns: ReadonlySet<string>;
}

export interface FilterContext {
  readonly catalog: Catalog;
  readonly parser: SqlParser;
  /** Null where the asker's value is none that SQL can hold. */
  readonly literal: (value: CallerValue) => CallerLiteral | null;
}

/** The condition; or why there is none, as the end of a sentence. */
export function filterCondition(rule: FilterRule, context: FilterContext): FilterCondition | string {
  const holes = rule.sql.filter((piece): piece is CallerValue => typeof piece !== 'string');
  const literals = holes.map(context.literal);
  if (literals.includes(null)) return 'a value of yours cannot be compared with';
  let hole = 0;
  const withParameters = rule.sql.map((piece) => {
    if (typeof piece === 'string') return piece;
    hole += 1;
    return `$${hole}`;
  });
  let filled = 0;
  const withValues = rule.sql.map((piece) => {
    if (typeof piece === 'string') return piece;
    filled += 1;
    return literals[filled - 1]?.sql ?? '';
  });
  const sql = withValues.join('');
  const intended = conditionTree(withParameters.join(''), context.parser);
  const parsed = conditionTree(sql, context.parser);
  if (intended === null || parsed === null) return 'it is no condition';
  const found = findNodes(intended);
  const replacements = new Map<Tree, Tree>();
  for (const { wrapper, number } of found.parameters) {
    const literal = literals[number - 1];
    if (literal !== undefined && literal !== null) replacements.set(wrapper, literal.tree);
  }
  if (replacements.size !== holes.length || found.parameters.length !== holes.length)
    return 'its values cannot be told from its text';
  if (!sameTree(intended, parsed, replacements)) return 'a value of yours would change its meaning';
  if (!found.namesColumnsAlone) return 'it names more than columns of its relation';
  const refusal = refuseExpression(`(${sql})`, context.catalog, context.parser);
  return refusal === null ? { sql, columns: found.columns } : refusal.message;
}

/** The wrapped expression; null where the text is none by itself, as `a) or (b` is, which is one in parentheses. */
function conditionTree(sql: string, parser: SqlParser): Tree | null {
  return whereOf(`SELECT WHERE ${sql}`, parser) === null ? null : whereOf(`SELECT WHERE (${sql})`, parser);
}

function whereOf(text: string, parser: SqlParser): Tree | null {
  const outcome = parser.parse(text);
  const [raw, ...others] = outcome.kind === 'parsed' ? outcome.tree.stmts : [];
  const select = unwrap(raw?.stmt);
  if (select?.kind !== 'SelectStmt' || others.length > 0) return null;
  const { whereClause, limitOption: _limit, op: _op, ...rest } = select.node;
  return isTree(whereClause) && Object.keys(rest).length === 0 ? whereClause : null;
}

interface Found {
  readonly parameters: readonly { readonly wrapper: Tree; readonly number: number }[];
  readonly columns: ReadonlySet<string>;
  /** Whether every name in it is one without that of a relation before it. */
  readonly namesColumnsAlone: boolean;
}

function findNodes(tree: Tree): Found {
  const parameters: { wrapper: Tree; number: number }[] = [];
  const columns = new Set<string>();
  let namesColumnsAlone = true;
  const open = new Set<TreeValue | undefined>([tree]);
  for (const next of open) {
    if (Array.isArray(next)) for (const item of next) open.add(item);
    else if (isTree(next)) {
      const { ParamRef: parameter, ColumnRef: column } = next;
      if (isTree(parameter)) parameters.push({ wrapper: next, number: numberOf(parameter.number) });
      if (isTree(column)) {
        const [only, ...others] = listOf(column.fields);
        const name = unwrap(only);
        if (name?.kind !== 'String' || others.length > 0) namesColumnsAlone = false;
        else columns.add(stringOf(name.node.sval));
      }
      for (const field of Object.values(next)) open.add(field);
    }
  }
  return { parameters, columns, namesColumnsAlone };
}
