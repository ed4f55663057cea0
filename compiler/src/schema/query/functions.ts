/** What is known of functions by their names: whether they only compute, and which columns they give in FROM. */
import { COMPUTING_FUNCTIONS } from './computing-functions.ts';

/** Functions that give rows, with the columns that they give in FROM; null for those that take their names from the query. */
const SET_RETURNING: ReadonlyMap<string, readonly string[] | null> = new Map(
  Object.entries({
    aclexplode: ['grantor', 'grantee', 'privilege_type', 'is_grantable'],
    generate_series: null,
    generate_subscripts: null,
    json_array_elements: ['value'],
    json_array_elements_text: ['value'],
    json_each: ['key', 'value'],
    json_each_text: ['key', 'value'],
    json_object_keys: null,
    json_populate_recordset: [],
    json_to_recordset: [],
    jsonb_array_elements: ['value'],
    jsonb_array_elements_text: ['value'],
    jsonb_each: ['key', 'value'],
    jsonb_each_text: ['key', 'value'],
    jsonb_object_keys: null,
    jsonb_path_query: null,
    jsonb_path_query_tz: null,
    jsonb_populate_recordset: [],
    jsonb_to_recordset: [],
    pg_available_extension_versions: [],
    pg_available_extensions: [],
    pg_extension_update_paths: [],
    pg_get_catalog_foreign_keys: [],
    pg_get_keywords: [],
    pg_get_publication_tables: [],
    pg_get_wait_events: [],
    pg_options_to_table: ['option_name', 'option_value'],
    pg_partition_ancestors: ['relid'],
    pg_partition_tree: ['relid', 'parentrelid', 'isleaf', 'level'],
    pg_snapshot_xip: null,
    pg_timezone_abbrevs_abbrevs: ['abbrev', 'utc_offset', 'is_dst'],
    pg_timezone_abbrevs_zone: ['abbrev', 'utc_offset', 'is_dst'],
    pg_timezone_names: ['name', 'abbrev', 'utc_offset', 'is_dst'],
    regexp_matches: null,
    regexp_split_to_table: null,
    string_to_table: null,
    ts_debug: [],
    ts_parse: ['tokid', 'token'],
    ts_token_type: ['tokid', 'alias', 'description'],
    txid_snapshot_xip: null,
    unnest: null,
  }),
);

/** Functions that give one row of several columns, which their name does not tell. */
const RECORDS: ReadonlySet<string> = new Set([
  'json_populate_record',
  'json_to_record',
  'jsonb_populate_record',
  'jsonb_to_record',
  'pg_get_object_address',
  'pg_identify_object',
  'pg_identify_object_as_address',
  'pg_sequence_parameters',
  'pg_split_walfile_name',
]);

/** Whether all built-in functions of that name depend on their arguments alone. */
export function isComputing(name: string): boolean {
  return COMPUTING_FUNCTIONS.has(name);
}

export function isSetReturning(name: string): boolean {
  return SET_RETURNING.has(name);
}

/**
 * The columns that a call of a computing function gives in FROM: names, `scalar` for one column that the alias names, or null where
 * they cannot be told.
 */
export function functionColumns(name: string): readonly string[] | 'scalar' | null {
  if (RECORDS.has(name)) return null;
  const columns = SET_RETURNING.get(name) ?? 'scalar';
  return columns.length === 0 ? null : columns;
}
