/** Harmless: who and where the session is. */
import { words } from '../../family.js';
export const sessionFunctions = {
  title: 'Session',
  class: 'session',
  reason:
    "They tell of the session and the server that it is on. The addresses are those of the proxy's own connection.",
  names: words(`
    current_database current_schema current_schemas current_user getdatabaseencoding getpgusername
    inet_client_addr inet_client_port inet_server_addr inet_server_port pg_backend_pid pg_client_encoding
    pg_conf_load_time pg_is_in_recovery pg_jit_available pg_numa_available pg_postmaster_start_time
    pg_trigger_depth session_user system_user version
  `),
};
//# sourceMappingURL=session.js.map
