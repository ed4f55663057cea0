/** What the server says of writing a table: SQL that gives it as one JSON text, and that text read. Knows nothing of labels. */
import { relationKey } from '../abi.ts';
import { type ForeignKeyEnd, NO_WRITE_EFFECTS, type WriteEffects } from './catalog.ts';

/** The columns of the table `c` among `numbers`, or all where the expression `sql` takes a row as a whole. */
function columns(numbers: string, sql: string): string {
  return `array(select s.attname from pg_catalog.pg_attribute s
                 where s.attrelid = c.oid and s.attnum > 0 and not s.attisdropped
                   and (s.attnum = any (${numbers}) or pg_catalog.strpos(coalesce(${sql}, ''), '.*') > 0)
                 order by s.attnum)`;
}

/** Numbers of the columns of `c` on which the object `oid` of `catalog` depends. */
function dependencies(catalog: string, oid: string): string {
  return `array(select d.refobjsubid from pg_catalog.pg_depend d
                 where d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = ${oid}
                   and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = c.oid
                   and d.refobjsubid > 0)`;
}

/** A list of JSON values, in an order that depends on nothing but them. */
function listOf(value: string, from: string): string {
  return `(select coalesce(pg_catalog.json_agg(item order by item::text collate "C"), '[]') from (select distinct item::jsonb from
             (select ${value} as item ${from}) items) distinct_items)`;
}

/** Names of the columns of `relation` with the numbers `numbers`, in their order. */
function namesOf(relation: string, numbers: string): string {
  return `array(select s.attname from pg_catalog.unnest(${numbers}) with ordinality as n (number, place)
                  join pg_catalog.pg_attribute s on s.attrelid = ${relation} and s.attnum = n.number order by n.place)`;
}

function foreignKeys(here: 'conrelid' | 'confrelid'): string {
  const [other, own, others] =
    here === 'conrelid' ? ['confrelid', 'conkey', 'confkey'] : ['conrelid', 'confkey', 'conkey'];
  return listOf(
    `pg_catalog.json_build_array(${namesOf(`k.${here}`, `k.${own}`)}, n.nspname, o.relname, ${namesOf(`k.${other}`, `k.${others}`)},
                                 case when k.confdeltype = 'c' then 'delete' when k.confdeltype in ('n', 'd') then 'update' end,
                                 k.confupdtype in ('c', 'n', 'd'))`,
    `from pg_catalog.pg_constraint k
     join pg_catalog.pg_class o on o.oid = k.${other}
     join pg_catalog.pg_namespace n on n.oid = o.relnamespace
    where k.contype = 'f' and k.${here} = c.oid`,
  );
}

const INDEX_SQL =
  'pg_catalog.concat(pg_catalog.pg_get_expr(i.indexprs, c.oid), pg_catalog.pg_get_expr(i.indpred, c.oid))';

/** An index lists key columns first, expressions as 0, and those of INCLUDE behind `indnkeyatts`. */
const INDEXES = listOf(
  `pg_catalog.json_build_object(
     'method', m.amname,
     'compares', i.indisunique or i.indisexclusion,
     'unique', i.indisunique,
     'keys', array(select s.attname from pg_catalog.unnest(i.indkey::pg_catalog.int2[]) with ordinality as n (number, place)
                     join pg_catalog.pg_attribute s on s.attrelid = c.oid and s.attnum = n.number
                    where n.place <= i.indnkeyatts order by n.place),
     'columns', ${columns(`i.indkey::pg_catalog.int2[]::pg_catalog.int4[] || ${dependencies('pg_class', 'i.indexrelid')}`, INDEX_SQL)},
     'expressions', array(select e from pg_catalog.unnest(array[
         pg_catalog.pg_get_expr(i.indexprs, c.oid), pg_catalog.pg_get_expr(i.indpred, c.oid)]) e where e is not null),
     'nullsDistinct', coalesce(pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct', 'false') = 'false')`,
  `from pg_catalog.pg_index i
   join pg_catalog.pg_class x on x.oid = i.indexrelid
   join pg_catalog.pg_am m on m.oid = x.relam
  where i.indrelid = c.oid`,
);

const DEFAULTS = listOf(
  `pg_catalog.json_build_object('column', a.attname, 'sql', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                                'isGenerated', a.attgenerated <> '')`,
  `from pg_catalog.pg_attribute a
   left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and (d.oid is not null or a.attidentity <> '')`,
);

const CHECK_SQL = 'pg_catalog.pg_get_expr(k.conbin, k.conrelid)';
const CHECKS = listOf(
  `pg_catalog.json_build_object('sql', ${CHECK_SQL}, 'columns', ${columns('k.conkey', CHECK_SQL)}, 'validated', k.convalidated)`,
  'from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.conbin is not null',
);

const ROW_SECURITY = listOf(
  `pg_catalog.json_build_object('sql', e.sql, 'columns', ${columns(dependencies('pg_policy', 'p.oid'), 'e.sql')})`,
  `from pg_catalog.pg_policy p
  cross join lateral (values (pg_catalog.pg_get_expr(p.polqual, p.polrelid)),
                             (pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))) e (sql)
  where p.polrelid = c.oid and e.sql is not null`,
);

/** All columns where a key is an expression. */
const PARTITION_KEY = `array(
    select s.attname from pg_catalog.pg_partitioned_table t
      join pg_catalog.pg_attribute s on s.attrelid = t.partrelid and s.attnum > 0 and not s.attisdropped
     where t.partrelid = c.oid and (t.partexprs is not null or s.attnum = any (t.partattrs)) order by s.attnum)`;

const CALLS = `array(select 'the trigger ' || t.tgname from pg_catalog.pg_trigger t
                      where t.tgrelid = c.oid and not t.tgisinternal
                     union all
                     select 'the rule ' || r.rulename from pg_catalog.pg_rewrite r where r.ev_class = c.oid
                      order by 1)`;

/** {@link WriteEffects} of the table `c`, as {@link toWriteEffects} reads them. */
export const WRITE_EFFECTS = `pg_catalog.json_build_object(
    'calls', ${CALLS}, 'defaults', ${DEFAULTS}, 'checks', ${CHECKS}, 'indexes', ${INDEXES},
    'rowSecurity', ${ROW_SECURITY}, 'partitionKey', ${PARTITION_KEY},
    'references', ${foreignKeys('conrelid')}, 'referencedBy', ${foreignKeys('confrelid')})::text`;

type ForeignKeyRow = readonly [
  columns: readonly string[],
  schema: string,
  name: string,
  otherColumns: readonly string[],
  onDelete: ForeignKeyEnd['onDelete'],
  onUpdate: boolean,
];

type EffectsRow = Omit<WriteEffects, 'references' | 'referencedBy'> &
  Readonly<Record<'references' | 'referencedBy', readonly ForeignKeyRow[]>>;

export function toWriteEffects(json: string | null): WriteEffects {
  if (json === null) return NO_WRITE_EFFECTS;
  const row = JSON.parse(json) as EffectsRow;
  return {
    ...row,
    references: row.references.map(toForeignKeyEnd),
    referencedBy: row.referencedBy.map(toForeignKeyEnd),
  };
}

function toForeignKeyEnd([
  own,
  schema,
  name,
  otherColumns,
  onDelete,
  onUpdate,
]: ForeignKeyRow): ForeignKeyEnd {
  return { columns: own, other: relationKey(schema, name), otherColumns, onDelete, onUpdate };
}
