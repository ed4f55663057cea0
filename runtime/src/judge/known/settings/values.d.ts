/** Checks of the values that a setting may be given: each says whether the texts between commas are harmless. */
/** The values as they stand in `SET name = a, b`; one text for one value. */
export type ValueCheck = (values: readonly string[]) => boolean;
/** Any text. PostgreSQL itself bounds it. */
export declare const anyText: ValueCheck;
/** One of some words, in any case. */
export declare function oneOf(...allowed: readonly string[]): ValueCheck;
export declare const boolean: ValueCheck;
export declare const onlyOn: ValueCheck;
/** A span of time: a number, with a unit or without. */
export declare const duration: ValueCheck;
/** An integer within bounds. */
export declare function integerBetween(least: number, most: number): ValueCheck;
/** UTF-8 by one of the names that PostgreSQL knows it by: case, `-`, `_` and blanks do not count. */
export declare const utf8: ValueCheck;
/** `ISO, DMY`, in one text or in two. */
export declare const dateStyle: ValueCheck;
/**
 * A name, an abbreviation, an offset or a rule as POSIX writes them. PostgreSQL looks a name up as a path below its
 * directory of zones and refuses to leave it; no part that begins with a point gets that far.
 */
export declare const timeZone: ValueCheck;
//# sourceMappingURL=values.d.ts.map
