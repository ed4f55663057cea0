/** Refused: functions of the write-ahead log. Its position moves with the length of stored values. */
import { words } from '../../family.js';
export const writeAheadLogFunctions = {
  title: 'Write-ahead log',
  reason: 'it tells of the write-ahead log',
  acts: true,
  names: words(`
    pg_available_wal_summaries pg_backup_start_time pg_current_wal_flush_lsn pg_current_wal_insert_lsn
    pg_current_wal_lsn pg_get_wal_replay_pause_state pg_get_wal_resource_managers
    pg_get_wal_summarizer_state pg_is_in_backup pg_is_wal_replay_paused pg_last_wal_receive_lsn
    pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_wal_summary_contents pg_walfile_name
    pg_walfile_name_offset
  `),
};
//# sourceMappingURL=write-ahead-log.js.map
