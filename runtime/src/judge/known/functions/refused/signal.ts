/** Refused: functions by which sessions block or signal to each other. */
import { type RefusedFamily, words } from '../../family.ts';

export const signalFunctions: RefusedFamily = {
  title: 'Signals',
  reason: 'it waits for other sessions or signals to them',
  acts: true,
  names: words(`
    pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_shared
    pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_export_snapshot
    pg_listening_channels pg_notification_queue_usage pg_notify pg_try_advisory_lock
    pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared
  `),
};
