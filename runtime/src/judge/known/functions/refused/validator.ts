/** Refused: functions that load or check code of the server. */
import { type RefusedFamily, words } from '../../family.ts';

export const validatorFunctions: RefusedFamily = {
  title: 'Validators',
  reason: 'it loads or checks code of the server',
  acts: true,
  names: words(`
    amvalidate fmgr_c_validator fmgr_internal_validator fmgr_sql_validator plpgsql_validator
    postgresql_fdw_validator satisfies_hash_partition
  `),
};
