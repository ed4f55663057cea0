/**
 * What is known of a function of pg_catalog by its name: harmless, or refused and why. Knows names, not argument
 * types; a name is harmless only where all functions of that name are. What this file does not know is refused.
 */
import type { HarmlessClass } from './family.ts';
import { harmlessFamilies } from './functions/harmless-families.ts';
import { refusedFamilies } from './functions/refused-families.ts';

const harmless: ReadonlyMap<string, HarmlessClass> = new Map(
  harmlessFamilies.flatMap((family) => family.names.map((name) => [name, family.class])),
);

const refused: ReadonlyMap<string, string> = new Map(
  refusedFamilies.flatMap((family) => family.names.map((name) => [name, family.reason])),
);

const acting: ReadonlySet<string> = new Set(
  refusedFamilies.filter((family) => family.acts).flatMap((family) => family.names),
);

const apart: ReadonlySet<string> = new Set(
  refusedFamilies.filter((family) => family.apart === true).flatMap((family) => family.names),
);

/**
 * Refused names of which the functions with so many arguments are harmless. `ts_rewrite(tsquery, text)` runs its
 * second argument as SQL, `ts_rewrite(tsquery, tsquery, tsquery)` computes.
 */
const harmlessWithArguments: ReadonlyMap<string, number> = new Map([['ts_rewrite', 3]]);

/** Whether anybody may call `pg_catalog.name` with so many arguments, whatever they are. */
export function isHarmlessFunction(name: string, argumentCount: number): boolean {
  return harmless.has(name) || harmlessWithArguments.get(name) === argumentCount;
}

/** Whether a refused `pg_catalog.name` may be called where the statement reads nothing protected. */
export function isHarmlessApart(name: string): boolean {
  return apart.has(name);
}

/** What a harmless function does; null for one that is not. */
export function functionClass(name: string): HarmlessClass | null {
  return harmless.get(name) ?? null;
}

/** Why `pg_catalog.name` is not harmless: the end of a sentence. */
export function functionRefusal(name: string): string {
  return refused.get(name) ?? 'the proxy knows no such function';
}

/**
 * Whether `x.name` could do more than compute on `x`. PostgreSQL takes it for `name(x)` where `x` has no such column
 * (parse_func.c, ParseFuncOrColumn): with any expression in parentheses before the point, scalars included, so that
 * `('postgresql.conf').pg_read_file` reads a file. Refused functions that do nothing but compute may be reached.
 */
export function isReachableByAttribute(name: string): boolean {
  return acting.has(name);
}
