import { harmlessFamilies } from './functions/harmless-families.js';
import { refusedFamilies } from './functions/refused-families.js';

const harmless = new Map(
  harmlessFamilies.flatMap((family) => family.names.map((name) => [name, family.class])),
);
const refused = new Map(
  refusedFamilies.flatMap((family) => family.names.map((name) => [name, family.reason])),
);
const acting = new Set(refusedFamilies.filter((family) => family.acts).flatMap((family) => family.names));
/**
 * Refused names of which the functions with so many arguments are harmless. `ts_rewrite(tsquery, text)` runs its
 * second argument as SQL, `ts_rewrite(tsquery, tsquery, tsquery)` computes.
 */
const harmlessWithArguments = new Map([['ts_rewrite', 3]]);
/** Whether anybody may call `pg_catalog.name` with so many arguments, whatever they are. */
export function isHarmlessFunction(name, argumentCount) {
  return harmless.has(name) || harmlessWithArguments.get(name) === argumentCount;
}
/** What a harmless function does; null for one that is not. */
export function functionClass(name) {
  return harmless.get(name) ?? null;
}
/** Why `pg_catalog.name` is not harmless: the end of a sentence. */
export function functionRefusal(name) {
  return refused.get(name) ?? 'the proxy knows no such function';
}
/**
 * Whether `x.name` could do more than compute on `x`. PostgreSQL takes it for `name(x)` where `x` has no such column
 * (parse_func.c, ParseFuncOrColumn): with any expression in parentheses before the point, scalars included, so that
 * `('postgresql.conf').pg_read_file` reads a file. Refused functions that do nothing but compute may be reached.
 */
export function isReachableByAttribute(name) {
  return acting.has(name);
}
//# sourceMappingURL=functions.js.map
