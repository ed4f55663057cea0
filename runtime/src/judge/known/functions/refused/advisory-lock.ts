/** Refused beside what is protected: locks on numbers, by which sessions wait for each other and so can tell each other something. */
import { type RefusedFamily, words } from '../../family.ts';

export const advisoryLockFunctions: RefusedFamily = {
  title: 'Advisory locks',
  reason: 'in a statement that reads protected values, other sessions would learn of them by its locks',
  acts: true,
  apart: true,
  names: words(`
    pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_shared
    pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_lock
    pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared
  `),
};
