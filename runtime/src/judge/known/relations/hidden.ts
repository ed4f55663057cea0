/**
 * Columns of open system relations, all in pg_catalog, that tell of stored rows or may hold secrets, with what
 * stands in their place.
 */
import { showableSettings } from '../settings/showable.ts';
import type { HiddenColumn } from './family.ts';

const ROW_SIZES = 'It follows the number and length of stored rows; of a partial index, the rows that match.';
const VACUUM = 'It follows what VACUUM found on the pages.';
const OPTIONS = 'Options of servers and mappings may hold passwords.';
const ROLE_SETTINGS = 'Settings of a role or a database may hold secrets.';

/** A column of pg_settings for the settings that SHOW would show, else NULL. Their names hold letters and `_` only. */
function whereShowable(column: string): string {
  const names = showableSettings.map((name) => `'${name}'`).join(', ');
  return `CASE WHEN pg_catalog.lower(name) OPERATOR(pg_catalog.=) ANY (ARRAY[${names}]) THEN ${column} END`;
}

/** Of the views of input and output by table: what is read follows what is stored. */
const blockCounters: readonly HiddenColumn[] = ['pg_statio_all_tables', 'pg_statio_user_tables'].flatMap(
  (relation) =>
    ['heap', 'idx', 'toast', 'tidx'].flatMap((part) =>
      ['read', 'hit'].map((way) => ({
        relation,
        column: `${part}_blks_${way}`,
        standIn: 'CAST(0 AS bigint)',
        reason: 'It counts what was read of stored rows, in all sessions.',
      })),
    ),
);

export const hiddenColumns: readonly HiddenColumn[] = [
  ...blockCounters,
  // As after CREATE TABLE, before the first VACUUM or ANALYZE.
  { relation: 'pg_class', column: 'relpages', standIn: 'CAST(0 AS integer)', reason: ROW_SIZES },
  { relation: 'pg_class', column: 'reltuples', standIn: 'CAST(-1 AS real)', reason: ROW_SIZES },
  { relation: 'pg_class', column: 'relallvisible', standIn: 'CAST(0 AS integer)', reason: ROW_SIZES },
  { relation: 'pg_class', column: 'relallfrozen', standIn: 'CAST(0 AS integer)', reason: ROW_SIZES },
  { relation: 'pg_class', column: 'relfrozenxid', standIn: "CAST('0' AS pg_catalog.xid)", reason: VACUUM },
  { relation: 'pg_class', column: 'relminmxid', standIn: "CAST('0' AS pg_catalog.xid)", reason: VACUUM },
  { relation: 'pg_database', column: 'datfrozenxid', standIn: "CAST('0' AS pg_catalog.xid)", reason: VACUUM },
  { relation: 'pg_database', column: 'datminmxid', standIn: "CAST('0' AS pg_catalog.xid)", reason: VACUUM },
  {
    relation: 'pg_attribute',
    column: 'attmissingval',
    standIn: 'CAST(NULL AS pg_catalog.anyarray)',
    reason: 'It is the stored value of every row that is older than the column.',
  },
  {
    relation: 'pg_sequences',
    column: 'last_value',
    standIn: 'CAST(NULL AS bigint)',
    reason: 'It follows the rows that others write.',
  },
  {
    relation: 'pg_db_role_setting',
    column: 'setconfig',
    standIn: 'CAST(NULL AS text[])',
    reason: ROLE_SETTINGS,
  },
  { relation: 'pg_roles', column: 'rolconfig', standIn: 'CAST(NULL AS text[])', reason: ROLE_SETTINGS },
  { relation: 'pg_user', column: 'useconfig', standIn: 'CAST(NULL AS text[])', reason: ROLE_SETTINGS },
  { relation: 'pg_foreign_server', column: 'srvoptions', standIn: 'CAST(NULL AS text[])', reason: OPTIONS },
  {
    relation: 'pg_foreign_data_wrapper',
    column: 'fdwoptions',
    standIn: 'CAST(NULL AS text[])',
    reason: OPTIONS,
  },
  { relation: 'pg_user_mappings', column: 'umoptions', standIn: 'CAST(NULL AS text[])', reason: OPTIONS },
  {
    relation: 'pg_subscription',
    column: 'subconninfo',
    standIn: 'CAST(NULL AS text)',
    reason: 'A connection string may hold a password.',
  },
  {
    relation: 'pg_settings',
    column: 'setting',
    standIn: whereShowable('setting'),
    reason: 'It shows the settings that SHOW may show, and no other.',
  },
  {
    relation: 'pg_settings',
    column: 'reset_val',
    standIn: whereShowable('reset_val'),
    reason: 'It shows the settings that SHOW may show, and no other.',
  },
  {
    relation: 'pg_settings',
    column: 'sourcefile',
    standIn: 'CAST(NULL AS text)',
    reason: 'It is a path on the server.',
  },
  {
    relation: 'pg_settings',
    column: 'sourceline',
    standIn: 'CAST(NULL AS integer)',
    reason: 'It is a place in a file of the server.',
  },
];
