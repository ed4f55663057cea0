/** Refused: functions that change the catalog below DDL: for pg_upgrade, pg_restore and initdb. */
import { words } from '../../family.js';
export const catalogChangeFunctions = {
  title: 'Changes of the catalog',
  reason: 'it changes the catalog or its statistics',
  acts: true,
  names: words(`
    binary_upgrade_add_sub_rel_state binary_upgrade_create_empty_extension
    binary_upgrade_logical_slot_has_caught_up binary_upgrade_replorigin_advance
    binary_upgrade_set_missing_value binary_upgrade_set_next_array_pg_type_oid
    binary_upgrade_set_next_heap_pg_class_oid binary_upgrade_set_next_heap_relfilenode
    binary_upgrade_set_next_index_pg_class_oid binary_upgrade_set_next_index_relfilenode
    binary_upgrade_set_next_multirange_array_pg_type_oid binary_upgrade_set_next_multirange_pg_type_oid
    binary_upgrade_set_next_pg_authid_oid binary_upgrade_set_next_pg_enum_oid
    binary_upgrade_set_next_pg_tablespace_oid binary_upgrade_set_next_pg_type_oid
    binary_upgrade_set_next_toast_pg_class_oid binary_upgrade_set_next_toast_pg_type_oid
    binary_upgrade_set_next_toast_relfilenode binary_upgrade_set_record_init_privs pg_clear_attribute_stats
    pg_clear_relation_stats pg_extension_config_dump pg_import_system_collations pg_nextoid
    pg_restore_attribute_stats pg_restore_relation_stats pg_stop_making_pinned_objects
  `),
};
//# sourceMappingURL=catalog-change.js.map
