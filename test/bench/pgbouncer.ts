/** pgbouncer before a server, the measure of what a relay costs that judges nothing. From Debian; where it is missing, it is left out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ConnectionTarget } from '../e2e/crm-world.ts';
import { freePort } from '../support/free-port.ts';
import { unprivilegedUser } from '../support/unprivileged-user.ts';

const PROGRAMS = ['/usr/sbin/pgbouncer', '/usr/local/bin/pgbouncer'];

export interface Bouncer {
  readonly target: ConnectionTarget;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Null where there is no pgbouncer: `apt-get install pgbouncer` brings it. */
export async function startPgbouncer(server: ConnectionTarget, scratch: string): Promise<Bouncer | null> {
  const program = PROGRAMS.find(existsSync);
  if (program === undefined) return null;
  const port = await freePort();
  const directory = join(scratch, 'pgbouncer');
  mkdirSync(directory);
  // The account that it runs as reads them; they hold a password of a server that lives as long as the benchmark.
  chmodSync(scratch, 0o755);
  chmodSync(directory, 0o755);
  const users = join(directory, 'users.txt');
  writeFileSync(users, `"${server.user}" "${server.password}"\n`);
  const config = join(directory, 'pgbouncer.ini');
  writeFileSync(
    config,
    `[databases]
${server.database} = host=${server.host} port=${server.port} dbname=${server.database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = session
max_client_conn = 100
default_pool_size = 20
ignore_startup_parameters = extra_float_digits
`,
  );
  const child = spawn(program, ['-q', config], { stdio: 'ignore', ...(unprivilegedUser() ?? {}) });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await untilListening(port, child);
  return {
    pid: child.pid ?? 0,
    target: { ...server, host: '127.0.0.1', port },
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with status ${child.exitCode}`);
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (reached) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('pgbouncer did not listen in time');
}
