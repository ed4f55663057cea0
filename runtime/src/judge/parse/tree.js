/**
 * The parse tree as libpg-query prints it: JSON of PostgreSQL's own nodes. Fields with a default value are left out,
 * nodes of an abstract type are wrapped as `{ "Kind": { … } }`, nodes of a known type are not.
 */
export function isTree(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** The items of a list field; absent is empty. */
export function listOf(value) {
  return Array.isArray(value) ? value : [];
}
/** A wrapper taken apart; null for an empty wrapper (a null pointer in a list) and for what is no wrapper. */
export function unwrap(value) {
  if (!isTree(value)) return null;
  const keys = Object.keys(value);
  const kind = keys[0];
  if (keys.length !== 1 || kind === undefined) return null;
  const node = value[kind];
  return isTree(node) ? { kind, node } : null;
}
/** The strings of a name list such as `FuncCall.funcname`; null where an item is something else. */
export function namesOf(value) {
  const names = [];
  for (const item of listOf(value)) {
    const inner = unwrap(item);
    if (inner?.kind !== 'String') return null;
    names.push(stringOf(inner.node.sval));
  }
  return names;
}
export function stringOf(value) {
  return typeof value === 'string' ? value : '';
}
/** A location or count; absent is 0, which libpg-query leaves out. */
export function numberOf(value) {
  return typeof value === 'number' ? value : 0;
}
//# sourceMappingURL=tree.js.map
