/** Refused: functions that tell what other sessions and transactions do or did. */
import { words } from '../../family.js';
export const otherSessionFunctions = {
  title: 'Other sessions',
  reason: 'it tells what other sessions or transactions do',
  acts: true,
  names: words(`
    mxid_age pg_blocking_pids pg_get_multixact_members pg_isolation_test_session_is_blocked
    pg_last_committed_xact pg_lock_status pg_prepared_xact pg_safe_snapshot_blocking_pids
    pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status txid_status
  `),
};
//# sourceMappingURL=other-session.js.map
