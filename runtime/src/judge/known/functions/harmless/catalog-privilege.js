/** Harmless: privileges and access lists. */
import { words } from '../../family.js';
export const catalogPrivilegeFunctions = {
  title: 'Privileges',
  class: 'catalog',
  reason: 'They tell who may do what.',
  names: words(`
    aclcontains acldefault aclexplode aclinsert aclitemeq aclremove has_any_column_privilege
    has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege has_function_privilege
    has_language_privilege has_parameter_privilege has_schema_privilege has_sequence_privilege
    has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege hash_aclitem
    hash_aclitem_extended makeaclitem pg_get_acl pg_has_role
  `),
};
//# sourceMappingURL=catalog-privilege.js.map
