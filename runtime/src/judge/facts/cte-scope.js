export const NO_CTES = { names: new Set(), outer: null };
export function seesCte(scope, name) {
  for (let s = scope; s !== null; s = s.outer) if (s.names.has(name)) return true;
  return false;
}
export function withCtes(outer, names) {
  return { names: new Set(names), outer };
}
//# sourceMappingURL=cte-scope.js.map
