/** Refused: functions by which sessions signal to each other. */
import { type RefusedFamily, words } from '../../family.ts';

export const signalFunctions: RefusedFamily = {
  title: 'Signals',
  reason: 'it waits for other sessions or signals to them',
  acts: true,
  names: words(`
    pg_export_snapshot pg_listening_channels pg_notification_queue_usage pg_notify
  `),
};
