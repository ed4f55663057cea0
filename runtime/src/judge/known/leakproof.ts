/**
 * Types whose values the server compares without ever raising an error: every comparison of two values of one type is marked
 * `proleakproof` in PostgreSQL 13 to 18, and so are those between the types of one kind. A test holds the list against real servers.
 */

/**
 * Types that are compared with each other; a comparison across two kinds is none that is known. Floating-point numbers are not among them: a
 * parameter of the type `numeric` is converted for them, row by row, and may be too large.
 */
const kinds = {
  integer: ['smallint', 'integer', 'bigint'],
  boolean: ['boolean'],
  uuid: ['uuid'],
  bytes: ['bytea'],
  date: ['date'],
  timestamp: ['timestamp without time zone'],
  instant: ['timestamp with time zone'],
  time: ['time without time zone'],
  interval: ['interval'],
  network: ['inet', 'cidr'],
  /** Between two columns the collations may disagree, which is an error of the moment at which the first row is compared. */
  text: ['text', 'character varying', 'character'],
} as const satisfies Record<string, readonly string[]>;

export type LeakproofKind = keyof typeof kinds;

const byType: ReadonlyMap<string, LeakproofKind> = new Map(
  (Object.keys(kinds) as LeakproofKind[]).flatMap((kind) => kinds[kind].map((type) => [type, kind])),
);

/** The kind of a type as `format_type` prints it, modifier or not; null for one whose comparisons may tell. */
export function leakproofKind(type: string): LeakproofKind | null {
  return byType.get(type.replace(/\s*\([0-9,]*\)/, '')) ?? null;
}

/** For the test. */
export const leakproofTypes: readonly string[] = [...byType.keys()];

/** Operators by which values of these types are compared. */
export const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** To what a constant may be cast in a comparison: nothing to which a stored value would be converted by a function that can fail. */
export const PLAIN_TYPES: ReadonlySet<string> = new Set([
  ...['int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'bool', 'uuid', 'bytea', 'date', 'timestamp'],
  ...['timestamptz', 'time', 'interval', 'text', 'varchar', 'bpchar'],
]);

/**
 * Numbers of the types that a parameter may have in such a comparison (catalog/pg_type.dat): those above, arrays of them, and none. A parameter of the
 * type `oid` has a stored bigint converted, which fails where that is too large.
 */
const PLAIN_PARAMETERS: ReadonlySet<number> = new Set([
  ...[0, 705, 16, 17, 20, 21, 23, 25, 700, 701, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1700, 2950],
  ...[1000, 1001, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1115, 1182, 1183, 1185, 1187, 1231, 2951],
]);

export function isPlainParameter(oid: number): boolean {
  return PLAIN_PARAMETERS.has(oid);
}
