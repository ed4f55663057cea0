/** Starts a server and waits to be killed: what postgres.test.ts does to it. */
import { startPostgres } from './postgres.ts';

const server = await startPostgres();
const [row] = await server.query("select current_setting('data_directory') as directory");
process.stdout.write(JSON.stringify({ pid: server.pid, directory: row?.directory }));
setInterval(() => undefined, 60_000);
