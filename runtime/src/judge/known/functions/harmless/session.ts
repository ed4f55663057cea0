/** Harmless: who and where the session is. */
import { type HarmlessFamily, words } from '../../family.ts';

export const sessionFunctions: HarmlessFamily = {
  title: 'Session',
  class: 'session',
  reason:
    "They tell of the session and the server that it is on. The addresses are those of the proxy's own connection. `pg_advisory_unlock_all` gives up the session's own locks, as connection pools do.",
  names: words(`
    current_database current_schema current_schemas current_user getdatabaseencoding getpgusername
    inet_client_addr inet_client_port inet_server_addr inet_server_port pg_backend_pid pg_client_encoding
    pg_advisory_unlock_all pg_conf_load_time pg_is_in_recovery pg_jit_available pg_numa_available pg_postmaster_start_time
    pg_trigger_depth session_user system_user version
  `),
};
