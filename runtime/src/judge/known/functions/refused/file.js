/** Refused: functions that read files and directories of the server. */
import { words } from '../../family.js';
export const fileFunctions = {
  title: 'Files',
  reason: 'it reads files or directories of the server',
  acts: true,
  names: words(`
    pg_current_logfile pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir pg_ls_logicalmapdir
    pg_ls_logicalsnapdir pg_ls_replslotdir pg_ls_summariesdir pg_ls_tmpdir pg_ls_waldir pg_read_binary_file
    pg_read_file pg_read_file_old pg_stat_file pg_tablespace_databases
  `),
};
//# sourceMappingURL=file.js.map
