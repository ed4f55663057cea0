/** System relations that nobody reads through the proxy, with the reason that a denial gives. */
import { words } from '../family.ts';
import type { RelationFamily } from './family.ts';

export const refusedRelations: readonly RelationFamily[] = [
  {
    title: 'Stored values',
    schema: 'pg_catalog',
    reason: 'it holds stored values, or statistics made of them',
    names: words(`
      pg_largeobject pg_statistic pg_statistic_ext_data pg_stats pg_stats_ext pg_stats_ext_exprs
    `),
  },
  {
    title: 'Large objects',
    schema: 'pg_catalog',
    reason: 'it tells which large objects there are',
    names: words('pg_largeobject_metadata'),
  },
  {
    title: 'Activity',
    schema: 'pg_catalog',
    reason: 'it tells what other sessions and transactions do',
    names: words(`
      pg_locks pg_prepared_xacts pg_stat_activity pg_stat_gssapi pg_stat_progress_analyze
      pg_stat_progress_basebackup pg_stat_progress_cluster pg_stat_progress_copy pg_stat_progress_create_index
      pg_stat_progress_vacuum pg_stat_ssl
    `),
  },
  {
    title: 'Forwarded text',
    schema: 'pg_catalog',
    reason: 'it shows statements as the proxy passed them on',
    names: words('pg_cursors pg_prepared_statements'),
  },
  {
    title: 'Counters',
    schema: 'pg_catalog',
    reason: 'it counts stored rows and the work of other sessions',
    names: words(`
      pg_stat_all_indexes pg_stat_all_tables pg_stat_archiver pg_stat_bgwriter pg_stat_checkpointer
      pg_stat_database pg_stat_database_conflicts pg_stat_io pg_stat_recovery_prefetch pg_stat_replication
      pg_stat_replication_slots pg_stat_slru pg_stat_subscription pg_stat_subscription_stats
      pg_stat_sys_indexes pg_stat_sys_tables pg_stat_user_functions pg_stat_user_indexes pg_stat_user_tables
      pg_stat_wal pg_stat_wal_receiver pg_stat_xact_all_tables pg_stat_xact_sys_tables
      pg_stat_xact_user_functions pg_stat_xact_user_tables pg_statio_all_indexes pg_statio_all_sequences
      pg_statio_sys_indexes pg_statio_sys_sequences pg_statio_sys_tables
      pg_statio_user_indexes pg_statio_user_sequences
    `),
  },
  {
    title: 'Secrets',
    schema: 'pg_catalog',
    reason: 'it holds passwords, or options in which passwords may stand',
    names: words('pg_authid pg_shadow pg_user_mapping'),
  },
  {
    title: 'Insides of the server',
    schema: 'pg_catalog',
    reason: 'it tells how the server is built, configured or using its memory',
    names: words(`
      pg_aios pg_backend_memory_contexts pg_config pg_file_settings pg_hba_file_rules pg_ident_file_mappings
      pg_shmem_allocations pg_shmem_allocations_numa
    `),
  },
  {
    title: 'Replication',
    schema: 'pg_catalog',
    reason: 'it tells how far replication is',
    names: words(`
      pg_replication_origin pg_replication_origin_status pg_replication_slots pg_subscription_rel
    `),
  },
  {
    title: 'Options of foreign servers',
    schema: 'information_schema',
    reason: 'it holds options of foreign servers, in which passwords may stand',
    names: words(`
      _pg_foreign_data_wrappers _pg_foreign_servers _pg_foreign_table_columns _pg_foreign_tables
      _pg_user_mappings foreign_data_wrapper_options foreign_server_options user_mapping_options
    `),
  },
];
