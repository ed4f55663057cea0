/** Refused beside what is protected: functions that do nothing but hold a connection. */
import { type RefusedFamily, words } from '../../family.ts';

export const sleepFunctions: RefusedFamily = {
  title: 'Waiting',
  reason: 'in a statement that reads protected values, how long it waits would tell of them',
  acts: true,
  apart: true,
  names: words(`
    pg_sleep pg_sleep_for pg_sleep_until
  `),
};
