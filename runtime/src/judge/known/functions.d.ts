/**
 * What is known of a function of pg_catalog by its name: harmless, or refused and why. Knows names, not argument
 * types; a name is harmless only where all functions of that name are. What this file does not know is refused.
 */
import type { HarmlessClass } from './family.ts';
/** Whether anybody may call `pg_catalog.name` with so many arguments, whatever they are. */
export declare function isHarmlessFunction(name: string, argumentCount: number): boolean;
/** What a harmless function does; null for one that is not. */
export declare function functionClass(name: string): HarmlessClass | null;
/** Why `pg_catalog.name` is not harmless: the end of a sentence. */
export declare function functionRefusal(name: string): string;
/**
 * Whether `x.name` could do more than compute on `x`. PostgreSQL takes it for `name(x)` where `x` has no such column
 * (parse_func.c, ParseFuncOrColumn): with any expression in parentheses before the point, scalars included, so that
 * `('postgresql.conf').pg_read_file` reads a file. Refused functions that do nothing but compute may be reached.
 */
export declare function isReachableByAttribute(name: string): boolean;
//# sourceMappingURL=functions.d.ts.map
