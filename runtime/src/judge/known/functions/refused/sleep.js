/** Refused: functions that do nothing but hold a connection. */
import { words } from '../../family.js';
export const sleepFunctions = {
  title: 'Waiting',
  reason: 'it holds the connection and does nothing',
  acts: true,
  names: words(`
    pg_sleep pg_sleep_for pg_sleep_until
  `),
};
//# sourceMappingURL=sleep.js.map
