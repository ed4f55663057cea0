/** The types of `pg_catalog`, with the way `format_type` prints them. A test compares the list with a live server. */
import type { TypeFamily } from '../model.ts';
import type { ModifierKind } from './modifiers.ts';
import type { BuiltinType } from './named-type.ts';

/** Types that the grammar spells in its own way. */
const SPELLED: readonly (readonly [name: string, before: string, after: string, TypeFamily, ModifierKind])[] =
  [
    ['bool', 'boolean', '', 'boolean', 'none'],
    ['int2', 'smallint', '', 'integer', 'none'],
    ['int4', 'integer', '', 'integer', 'none'],
    ['int8', 'bigint', '', 'integer', 'none'],
    ['float4', 'real', '', 'float', 'none'],
    ['float8', 'double precision', '', 'float', 'none'],
    ['numeric', 'numeric', '', 'numeric', 'numeric'],
    ['varchar', 'character varying', '', 'text', 'length'],
    ['bpchar', 'character', '', 'text', 'length'],
    ['bit', 'bit', '', 'other', 'length'],
    ['varbit', 'bit varying', '', 'other', 'length'],
    ['time', 'time', ' without time zone', 'time', 'precision'],
    ['timetz', 'time', ' with time zone', 'time', 'precision'],
    ['timestamp', 'timestamp', ' without time zone', 'timestamp', 'precision'],
    ['timestamptz', 'timestamp', ' with time zone', 'timestamp', 'precision'],
    ['interval', 'interval', '', 'interval', 'interval'],
    // A keyword since PostgreSQL 17, which would be quoted.
    ['json', 'json', '', 'json', 'none'],
  ];

/** Types that are printed as they are called. */
const PLAIN: Readonly<Partial<Record<TypeFamily, string>>> = {
  text: 'text name',
  date: 'date',
  uuid: 'uuid',
  inet: 'inet cidr',
  bytea: 'bytea',
  json: 'jsonb',
  other:
    'char money oid xid xid8 cid tid int2vector oidvector xml point lseg path box polygon line circle macaddr macaddr8 ' +
    'tsvector tsquery gtsvector jsonpath pg_lsn pg_snapshot txid_snapshot aclitem refcursor ' +
    'regproc regprocedure regoper regoperator regclass regcollation regtype regrole regnamespace regconfig ' +
    'regdictionary pg_node_tree pg_ndistinct pg_dependencies pg_mcv_list ' +
    'pg_brin_bloom_summary pg_brin_minmax_multi_summary ' +
    'int4range int8range numrange tsrange tstzrange daterange ' +
    'int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange',
};

/** Names are cut to this many bytes. */
const NAME_LENGTH = 63;

/** New objects for each reading of a text, by the name in `pg_type`. */
export function builtinTypes(): ReadonlyMap<string, BuiltinType> {
  const types = new Map<string, BuiltinType>();
  for (const [name, before, after, family, modifiers] of SPELLED)
    add({ name, family, printed: [before, after], modifiers });
  for (const [family, names] of Object.entries(PLAIN))
    for (const name of names.split(' '))
      add({ name, family: family as TypeFamily, printed: null, modifiers: 'none' });
  return types;

  function add(type: Pick<BuiltinType, 'name' | 'family' | 'printed' | 'modifiers'>): void {
    const maxLength = type.name === 'name' ? NAME_LENGTH : null;
    types.set(type.name, { ...type, kind: 'builtin', schema: 'pg_catalog', maxLength });
  }
}
