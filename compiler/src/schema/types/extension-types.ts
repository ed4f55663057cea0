/** The types that well-known extensions bring, so that a text need not define them. */
import type { TypeFamily } from '../model.ts';
import type { ExtensionType } from './named-type.ts';

interface Kind {
  readonly family: TypeFamily;
  readonly ignoresCase?: boolean;
  readonly modifiers?: ExtensionType['modifiers'];
}

const other: Kind = { family: 'other' };
const vector: Kind = { family: 'other', modifiers: 'length' };
const spatial: Kind = { family: 'other', modifiers: 'spatial' };

/** Types by extension; one that brings none has no entry here but in {@link WITHOUT_TYPES}. */
const TYPES: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  citext: { citext: { family: 'text', ignoresCase: true } },
  cube: { cube: other },
  hstore: { hstore: other },
  intarray: { query_int: other },
  isn: {
    ean13: other,
    isbn: other,
    isbn13: other,
    ismn: other,
    ismn13: other,
    issn: other,
    issn13: other,
    upc: other,
  },
  ltree: { ltree: other, lquery: other, ltxtquery: other },
  postgis: { geometry: spatial, geography: spatial, box2d: other, box3d: other },
  seg: { seg: other },
  vector: { vector, halfvec: vector, sparsevec: vector },
};

const WITHOUT_TYPES: ReadonlySet<string> = new Set([
  'amcheck',
  'autoinc',
  'bloom',
  'btree_gin',
  'btree_gist',
  'dblink',
  'dict_int',
  'dict_xsyn',
  'earthdistance',
  'file_fdw',
  'fuzzystrmatch',
  'insert_username',
  'moddatetime',
  'pg_buffercache',
  'pg_cron',
  'pg_freespacemap',
  'pg_partman',
  'pg_prewarm',
  'pg_stat_statements',
  'pg_trgm',
  'pg_visibility',
  'pg_walinspect',
  'pgaudit',
  'pgcrypto',
  'pgrowlocks',
  'pgstattuple',
  'plpgsql',
  'postgres_fdw',
  'refint',
  'sslinfo',
  'tablefunc',
  'tcn',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid-ossp',
  'xml2',
]);

/** The types of `extension`, made in `schema`; null for one that is not known here. */
export function extensionTypes(extension: string, schema: string): readonly ExtensionType[] | null {
  if (WITHOUT_TYPES.has(extension)) return [];
  if (!Object.hasOwn(TYPES, extension)) return null;
  return Object.entries(TYPES[extension] ?? {}).map(([name, kind]) => ({
    kind: 'extension',
    extension,
    schema,
    name,
    family: kind.family,
    ignoresCase: kind.ignoresCase ?? false,
    modifiers: kind.modifiers ?? 'none',
  }));
}

/** A type of an extension that is not known here. */
export function unknownExtensionType(extension: string, schema: string, name: string): ExtensionType {
  return {
    kind: 'extension',
    extension,
    schema,
    name,
    family: 'other',
    ignoresCase: false,
    modifiers: 'none',
  };
}
