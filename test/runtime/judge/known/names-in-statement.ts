/**
 * The names that a statement uses, read naively from its tree: every call, relation, type and operator,
 * wherever it stands. A second look at the lists, which shares nothing with the judge's own walk.
 */
import { loadModule, parseSync } from 'libpg-query';

export interface UsedNames {
  /** `schema.name/number of arguments`, the schema empty where none is written. */
  readonly functions: ReadonlySet<string>;
  /** `schema.name`, common table expressions left out. */
  readonly relations: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly operators: ReadonlySet<string>;
}

interface Names {
  readonly functions: Set<string>;
  readonly relations: Set<string>;
  readonly types: Set<string>;
  readonly operators: Set<string>;
  readonly ctes: Set<string>;
}

/** The names in a text of any number of statements. */
export async function namesIn(sql: string): Promise<UsedNames> {
  await loadModule();
  const names: Names = {
    functions: new Set(),
    relations: new Set(),
    types: new Set(),
    operators: new Set(),
    ctes: new Set(),
  };
  visit(parseSync(sql), names);
  for (const cte of names.ctes) names.relations.delete(`.${cte}`);
  return names;
}

type Node = Readonly<Record<string, unknown>>;

function visit(value: unknown, names: Names): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, names);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value as Node)) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) note(key, inner as Node, names);
    visit(inner, names);
  }
}

/** `key` is a node's kind, or the field it stands in where the field has one kind only. */
function note(key: string, node: Node, names: Names): void {
  if (key === 'FuncCall') {
    const count = Array.isArray(node.args) ? node.args.length : 0;
    names.functions.add(`${qualified(node.funcname)}/${count}`);
  } else if (key === 'RangeVar' || key === 'relation') {
    if (typeof node.relname === 'string') names.relations.add(`${node.schemaname ?? ''}.${node.relname}`);
  } else if (key === 'TypeName' || key === 'typeName') {
    names.types.add(qualified(node.names));
  } else if (key === 'A_Expr') {
    names.operators.add(qualified(node.name));
  } else if (key === 'CommonTableExpr' && typeof node.ctename === 'string') {
    names.ctes.add(node.ctename);
  }
}

function qualified(list: unknown): string {
  const parts = (Array.isArray(list) ? list : []).map(
    (part: { String?: { sval?: string } }) => part.String?.sval ?? '',
  );
  return parts.length > 1 ? parts.join('.') : `.${parts[0] ?? ''}`;
}
