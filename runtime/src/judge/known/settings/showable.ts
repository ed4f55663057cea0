/**
 * Settings whose values anybody may see. Left out are those in which commands, paths, connection strings or keys may
 * stand, and every custom one: applications keep secrets there, and the proxy its mask key.
 */
import { words } from '../family.ts';

/** In lower case: PostgreSQL does not tell cases apart in names of settings. */
export const showableSettings: readonly string[] = words(`
  allow_in_place_tablespaces allow_system_table_mods application_name array_nulls autovacuum
  backslash_quote block_size bytea_output check_function_bodies client_encoding client_min_messages
  commit_delay compute_query_id createrole_self_grant cursor_tuple_fraction data_checksums datestyle
  default_statistics_target default_table_access_method default_text_search_config
  default_toast_compression default_transaction_deferrable default_transaction_isolation
  default_transaction_read_only dlp.notices effective_cache_size enable_partition_pruning escape_string_warning
  exit_on_error extra_float_digits from_collapse_limit geqo hot_standby icu_validation_level
  idle_in_transaction_session_timeout idle_session_timeout in_hot_standby integer_datetimes intervalstyle
  is_superuser jit join_collapse_limit lc_collate lc_ctype lc_messages lc_monetary lc_numeric lc_time
  lo_compat_privileges lock_timeout maintenance_work_mem max_connections max_function_args
  max_identifier_length max_index_keys max_locks_per_transaction max_parallel_workers
  max_parallel_workers_per_gather max_prepared_transactions max_stack_depth max_worker_processes
  password_encryption plan_cache_mode quote_all_identifiers random_page_cost restrict_nonsystem_relation_kind role row_security scram_iterations
  search_path segment_size seq_page_cost server_encoding server_version server_version_num
  session_authorization session_replication_role shared_buffers ssl standard_conforming_strings
  statement_timeout superuser_reserved_connections synchronize_seqscans synchronous_commit
  tcp_keepalives_count tcp_keepalives_idle tcp_keepalives_interval temp_buffers timezone
  timezone_abbreviations track_activities track_counts track_io_timing transaction_deferrable
  transaction_isolation transaction_read_only transaction_timeout transform_null_equals wal_level work_mem
  xmlbinary xmloption
`);
