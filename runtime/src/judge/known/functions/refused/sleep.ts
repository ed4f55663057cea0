/** Refused: functions that do nothing but hold a connection. */
import { type RefusedFamily, words } from '../../family.ts';

export const sleepFunctions: RefusedFamily = {
  title: 'Waiting',
  reason: 'it holds the connection and does nothing',
  acts: true,
  names: words(`
    pg_sleep pg_sleep_for pg_sleep_until
  `),
};
