/** Refused: functions that tell of the insides of the server: configuration files, control data, memory. */
import { words } from '../../family.js';
export const serverInternalsFunctions = {
  title: 'Insides of the server',
  reason: 'it tells how the server is built, configured or using its memory',
  acts: true,
  names: words(`
    pg_config pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_get_aios
    pg_get_backend_memory_contexts pg_get_loaded_modules pg_get_shmem_allocations
    pg_get_shmem_allocations_numa pg_hba_file_rules pg_ident_file_mappings pg_show_all_file_settings
  `),
};
//# sourceMappingURL=server-internals.js.map
