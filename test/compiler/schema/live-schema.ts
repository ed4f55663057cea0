/** What a live server's catalog says of the relations that loadSchema reads from text. */
import { relationKey } from '@dlpc/runtime/abi';
import type { Schema } from '../../../compiler/src/schema/model.ts';

/** A relation without what the catalog alone cannot tell. */
export interface PlainRelation {
  readonly kind: string;
  /** Name, type, type below the domains, whether NOT NULL. */
  readonly columns: readonly (readonly [string, string, string, boolean])[];
  readonly parents: readonly string[];
}

const KINDS: Readonly<Record<string, string>> = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
};

const RELATIONS = `
  select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relkind::text as kind,
    (select coalesce(json_agg(json_build_array(pn.nspname, pc.relname) order by i.inhseqno), '[]')
     from pg_inherits i join pg_class pc on pc.oid = i.inhparent join pg_namespace pn on pn.oid = pc.relnamespace
     where i.inhrelid = c.oid) as parents,
    (select coalesce(json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), b.text, a.attnotnull)
       order by a.attnum), '[]')
     from pg_attribute a, lateral (
       with recursive bases (type, modifier) as (
         select a.atttypid, a.atttypmod
         union all select t.typbasetype, t.typtypmod from bases join pg_type t on t.oid = type where t.typtype = 'd')
       select format_type(type, modifier) as text from bases join pg_type t on t.oid = type where t.typtype <> 'd') b
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname !~ '^pg_(toast|temp)' and not exists (
      select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly kind: string;
  readonly parents: readonly (readonly [string, string])[];
  readonly columns: PlainRelation['columns'];
}

/** The relations of a database, by key. */
export async function liveSchema(
  query: (sql: string) => Promise<Record<string, unknown>[]>,
): Promise<Map<string, PlainRelation>> {
  const rows = (await query(`set search_path = ''; ${RELATIONS}`)) as unknown as readonly Row[];
  return new Map(
    rows.map(({ schema, name, kind, parents, columns }) => [
      relationKey(schema, name),
      { kind: KINDS[kind] ?? kind, columns, parents: parents.map(([s, n]) => relationKey(s, n)) },
    ]),
  );
}

/** A schema in the same form; types of views that the text does not tell are taken from `live`. */
export function plainSchema(
  schema: Schema,
  live: ReadonlyMap<string, PlainRelation>,
): Map<string, PlainRelation> {
  return new Map(
    [...schema.relations].map(([key, { kind, columns, parents }]) => {
      const seen = live.get(key)?.columns ?? [];
      const isView = kind === 'view' || kind === 'materialized view';
      const plain = columns.map(({ name, type, notNull }, index) => {
        const [, text, base] = seen[index] ?? [];
        return isView && type.text === 'unknown'
          ? ([name, text ?? '', base ?? '', notNull] as const)
          : ([name, type.text, type.base, notNull] as const);
      });
      return [key, { kind, columns: plain, parents }];
    }),
  );
}
