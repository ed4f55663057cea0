/**
 * The SQL/JSON constructors and queries, which the grammar knows since PostgreSQL 16 or 17. To an older server the same text is the call of a
 * function of that name; where somebody added one, it would be called.
 */
import { denials } from '../denials.ts';
import { isTree, stringOf, type Tree, type TreeValue } from '../parse/tree.ts';
import { addedUnder } from './added-objects.ts';
import { locationOf, type Visitor } from './walk.ts';

const FIRST_WITH_ALL = 170_000;

/** As what an older server reads a node. */
const functionNames: Readonly<Record<string, string>> = {
  JsonObjectConstructor: 'json_object',
  JsonArrayConstructor: 'json_array',
  JsonArrayQueryConstructor: 'json_array',
  JsonParseExpr: 'json',
  JsonScalarExpr: 'json_scalar',
  JsonSerializeExpr: 'json_serialize',
  JsonObjectAgg: 'json_objectagg',
  JsonArrayAgg: 'json_arrayagg',
  JSON_EXISTS_OP: 'json_exists',
  JSON_QUERY_OP: 'json_query',
  JSON_VALUE_OP: 'json_value',
};

export const jsonKinds: readonly string[] = [
  ...Object.keys(functionNames).filter((kind) => kind.startsWith('Json')),
  'JsonFuncExpr',
];

/** The visitor of one of {@link jsonKinds}. */
export function visitJson(kind: string): Visitor {
  return (walk, node, scope) => {
    const { catalog } = walk;
    const name = functionNames[kind === 'JsonFuncExpr' ? stringOf(node.op) : kind] ?? '';
    const isFunction = catalog.serverVersion < FIRST_WITH_ALL;
    if (isFunction && addedUnder(catalog.addedFunctions.get(name), null, catalog) !== 'none')
      walk.refuse(denials.addedObject('function', name), placeOf(node));
    walk.fields(kind, node, scope);
  };
}

/** An aggregate has its place one node further in. */
function placeOf(node: Tree): number {
  const inner: TreeValue | undefined = Object.getOwnPropertyDescriptor(node, 'constructor')?.value;
  return locationOf(isTree(inner) ? inner : node);
}
