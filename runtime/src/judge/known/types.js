/**
 * Types of pg_catalog that values may be cast to. A cast to one runs built-in conversions only. Types that were added to
 * a database are not known here: a domain may call anything in its CHECK.
 */
import { words } from './family.js';
/** Each of these, and an array of it. */
export const harmlessTypes = [
  {
    title: 'Values',
    reason: 'Built-in conversions compute on the value alone.',
    names: words(`
      bit bool box bpchar bytea char cidr circle date datemultirange daterange float4 float8 inet int2
      int2vector int4 int4multirange int4range int8 int8multirange int8range interval json jsonb jsonpath line
      lseg macaddr macaddr8 money name numeric nummultirange numrange path point polygon text time timestamp
      timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector uuid varbit varchar xml
    `),
  },
  {
    title: 'Names of objects',
    reason:
      'They look up a name in the catalog, or print the name behind a number; nothing but the catalog is read.',
    names: words(`
      regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure
      regrole regtype
    `),
  },
  {
    title: 'System identifiers',
    reason: 'They are numbers, or lists of them, and access lists as text. A `refcursor` is a name.',
    names: words(`
      aclitem cid oid oidvector pg_lsn pg_snapshot refcursor tid txid_snapshot xid xid8
    `),
  },
  {
    title: 'Without a type',
    reason: 'What a literal and a row have before they are given a type.',
    names: words('record unknown'),
  },
];
export const refusedTypes = [
  {
    title: 'Pseudo-types',
    reason: 'No value has them, or only such as the server passes between its own functions.',
    names: words(`
      any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray
      anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange cstring event_trigger fdw_handler
      index_am_handler internal language_handler pg_ddl_command table_am_handler trigger tsm_handler void
    `),
  },
  {
    title: 'Stored forms',
    reason: 'They hold statistics, expressions and index entries as the server stores them.',
    names: words(`
      gtsvector pg_brin_bloom_summary pg_brin_minmax_multi_summary pg_dependencies pg_mcv_list pg_ndistinct
      pg_node_tree
    `),
  },
];
const harmless = new Set(harmlessTypes.flatMap(({ names }) => names.flatMap((name) => [name, `_${name}`])));
/**
 * Whether anything may be cast to `pg_catalog.name`. Row types of catalogs are not among them: nobody needs to make
 * such a row.
 */
export function isHarmlessType(name) {
  return harmless.has(name);
}
//# sourceMappingURL=types.js.map
