/**
 * System relations that anybody may read: definitions, names and privileges, on which psql and every driver depend.
 * Columns of theirs that tell more are in the list of hidden columns.
 */
import { words } from '../family.ts';
import type { RelationFamily } from './family.ts';

export const openRelations: readonly RelationFamily[] = [
  {
    title: 'Definitions',
    schema: 'pg_catalog',
    reason:
      'They hold what DDL made. A definition holds the constants that its author wrote: a CHECK, a default, a partition bound, an argument of a trigger or the labels of an enum. These are no stored values.',
    names: words(`
      pg_aggregate pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_cast pg_class pg_collation pg_constraint
      pg_conversion pg_database pg_default_acl pg_depend pg_description pg_enum pg_event_trigger pg_extension
      pg_foreign_data_wrapper pg_foreign_server pg_foreign_table pg_index pg_inherits pg_init_privs pg_language
      pg_namespace pg_opclass pg_operator pg_opfamily pg_parameter_acl pg_partitioned_table pg_policy pg_proc
      pg_publication pg_publication_namespace pg_publication_rel pg_range pg_rewrite pg_seclabel pg_sequence
      pg_shdepend pg_shdescription pg_shseclabel pg_statistic_ext pg_subscription pg_tablespace pg_transform
      pg_trigger pg_ts_config pg_ts_config_map pg_ts_dict pg_ts_parser pg_ts_template pg_type
    `),
  },
  {
    title: 'Views on definitions',
    schema: 'pg_catalog',
    reason: 'They show the same in a form for people.',
    names: words(`
      pg_indexes pg_matviews pg_policies pg_publication_tables pg_rules pg_seclabels pg_sequences pg_tables
      pg_user_mappings pg_views
    `),
  },
  {
    title: 'Names of tables',
    schema: 'pg_catalog',
    reason:
      'Object mappers look names of tables up in these views of counters. The counters show what they show for a table that was never read.',
    names: words('pg_statio_all_tables pg_statio_user_tables'),
  },
  {
    title: 'Roles',
    schema: 'pg_catalog',
    reason: 'They show names, rights and memberships of roles, and asterisks in place of passwords.',
    names: words('pg_auth_members pg_db_role_setting pg_group pg_roles pg_user'),
  },
  {
    title: 'Installation',
    schema: 'pg_catalog',
    reason:
      'They show what this installation of PostgreSQL offers, and of settings those that SHOW may show.',
    names: words(`
      pg_available_extension_versions pg_available_extensions pg_settings pg_timezone_abbrevs pg_timezone_names
      pg_wait_events
    `),
  },
  {
    title: 'The SQL standard’s views',
    schema: 'information_schema',
    reason: 'They show the same definitions, names and privileges, and what of the standard is supported.',
    names: words(`
      administrable_role_authorizations applicable_roles attributes character_sets
      check_constraint_routine_usage check_constraints collation_character_set_applicability collations
      column_column_usage column_domain_usage column_options column_privileges column_udt_usage columns
      constraint_column_usage constraint_table_usage data_type_privileges domain_constraints domain_udt_usage
      domains element_types enabled_roles foreign_data_wrappers foreign_servers foreign_table_options
      foreign_tables information_schema_catalog_name key_column_usage parameters referential_constraints
      role_column_grants role_routine_grants role_table_grants role_udt_grants role_usage_grants
      routine_column_usage routine_privileges routine_routine_usage routine_sequence_usage
      routine_table_usage routines schemata sequences sql_features sql_implementation_info sql_parts sql_sizing
      table_constraints table_privileges tables transforms triggered_update_columns triggers udt_privileges
      usage_privileges user_defined_types user_mappings view_column_usage view_routine_usage view_table_usage
      views
    `),
  },
];
