/** Refused: functions that control the server or other sessions. */
import { words } from '../../family.js';
export const serverControlFunctions = {
  title: 'Control of the server',
  reason: 'it controls the server or other sessions',
  acts: true,
  names: words(`
    pg_backup_start pg_backup_stop pg_cancel_backend pg_create_restore_point pg_log_backend_memory_contexts
    pg_log_standby_snapshot pg_promote pg_reload_conf pg_rotate_logfile pg_rotate_logfile_old
    pg_start_backup pg_stop_backup pg_switch_wal pg_terminate_backend pg_wal_replay_pause
    pg_wal_replay_resume
  `),
};
//# sourceMappingURL=server-control.js.map
