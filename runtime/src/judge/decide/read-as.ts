/**
 * As what a column is read whose type acts (see `TypeConduct`): as the type below its domain, so that no text of the client's can
 * meet the domain. Clients see no difference, for the wire names the type below anyway.
 */
import type { Catalog, LiveColumn } from '../../catalog/catalog.ts';

/** `nothing`: it has no form in which it could be read. */
export type ReadAs = 'itself' | 'nothing' | { readonly type: string };

export function readAs({ addedType }: LiveColumn, catalog: Catalog): ReadAs {
  if (addedType === null || conductOf(addedType, catalog) !== 'acts') return 'itself';
  const below = typeBelow(addedType, catalog);
  return below === null ? 'nothing' : { type: below };
}

/** The type below a domain or below an array of domains, safe under any search path; null where there is none, or it acts too. */
function typeBelow(key: string, catalog: Catalog): string | null {
  const type = catalog.types.get(key);
  if (type === undefined) return null;
  const [part] = type.parts;
  if (type.typtype === 'd') {
    const acts = part !== undefined && conductOf(part, catalog) === 'acts';
    return acts ? typeBelow(part, catalog) : qualified(type.base ?? '');
  }
  if (type.typtype !== 'b' || part === undefined) return null;
  const element = typeBelow(part, catalog);
  return element === null ? null : `${element}[]`;
}

function conductOf(key: string, catalog: Catalog) {
  return catalog.types.get(key)?.conduct ?? 'acts';
}

/** Types that the grammar knows by these words, whatever the search path. */
const IN_GRAMMAR =
  /^(?:bigint|bit|boolean|character|double precision|integer|interval|numeric|real|smallint|time|timestamp)(?=$|[ ([])/;
const HAS_SCHEMA = /^(?:"(?:[^"]|"")*"|[^".(]+)\./;

/** A type as `format_type` prints it with an empty search path, which leaves out `pg_catalog` alone, safe under any. */
export function qualified(type: string): string {
  return IN_GRAMMAR.test(type) || HAS_SCHEMA.test(type) ? type : `pg_catalog.${type}`;
}
