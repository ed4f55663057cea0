/** Refused: functions of large objects, which hold stored values and are no columns of a relation. */
import { words } from '../../family.js';
export const largeObjectFunctions = {
  title: 'Large objects',
  reason: 'it reads or writes large objects',
  acts: true,
  names: words(`
    has_largeobject_privilege lo_close lo_creat lo_create lo_export lo_from_bytea lo_get lo_import lo_lseek
    lo_lseek64 lo_open lo_put lo_tell lo_tell64 lo_truncate lo_truncate64 lo_unlink loread lowrite
  `),
};
//# sourceMappingURL=large-object.js.map
