/** Refused: functions that load or check code of the server. */
import { words } from '../../family.js';
export const validatorFunctions = {
  title: 'Validators',
  reason: 'it loads or checks code of the server',
  acts: true,
  names: words(`
    amvalidate fmgr_c_validator fmgr_internal_validator fmgr_sql_validator plpgsql_validator
    postgresql_fdw_validator satisfies_hash_partition
  `),
};
//# sourceMappingURL=validator.js.map
