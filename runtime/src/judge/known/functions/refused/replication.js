/** Refused: functions of replication, which carries stored values. */
import { words } from '../../family.js';
export const replicationFunctions = {
  title: 'Replication',
  reason: 'it reads or controls replication',
  acts: true,
  names: words(`
    pg_copy_logical_replication_slot pg_copy_physical_replication_slot pg_create_logical_replication_slot
    pg_create_physical_replication_slot pg_drop_replication_slot pg_get_replication_slots
    pg_logical_emit_message pg_logical_slot_get_binary_changes pg_logical_slot_get_changes
    pg_logical_slot_peek_binary_changes pg_logical_slot_peek_changes pg_replication_origin_advance
    pg_replication_origin_create pg_replication_origin_drop pg_replication_origin_oid
    pg_replication_origin_progress pg_replication_origin_session_is_setup
    pg_replication_origin_session_progress pg_replication_origin_session_reset
    pg_replication_origin_session_setup pg_replication_origin_xact_reset pg_replication_origin_xact_setup
    pg_replication_slot_advance pg_show_replication_origin_status pg_sync_replication_slots
  `),
};
//# sourceMappingURL=replication.js.map
