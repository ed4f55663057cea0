/** The live database that `dlpc schema` is told of, and its catalog as DDL. Loads the driver when it is first needed. */
import { printable } from '@dlpc/language';
import type { Host } from '../host/host.ts';
import { type ConnectionTarget, connectionTarget } from '../live/connection-target.ts';
import { withProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** The server that a command line means; null, with a sentence on standard error, where it means none. */
export function targetOf(terminal: Terminal, urlOrName: string): ConnectionTarget | null {
  const { env, stderr } = terminal;
  const found = connectionTarget({ urlOrName, env });
  if (!found.ok) {
    stderr.write(`dlpc: ${printable(found.message)}\n`);
    if (found.hint !== null) stderr.write(`hint: ${printable(found.hint)}\n`);
    return null;
  }
  const { host, tls } = found.target;
  if (!found.isLocal && (tls === 'disable' || tls === 'require'))
    stderr.write(
      `warning: \`sslmode=${tls}\` does not prove that \`${printable(host)}\` is the server that it says\n`,
    );
  return found.target;
}

/** The snapshot of the live database. */
export async function pullSnapshot(
  host: Host,
  terminal: Terminal,
  target: ConnectionTarget,
): Promise<string> {
  // The driver takes time to load, and no other command connects to anything.
  const [{ withLiveDatabase }, { readDatabase }, { writeSnapshot }] = await Promise.all([
    import('../live/connect.ts'),
    import('../live/read-database.ts'),
    import('../live/write-snapshot.ts'),
  ]);
  const doing = `Reading the catalog of ${printable(target.database)} on ${printable(target.host)}`;
  return withProgress(terminal, doing, () =>
    withLiveDatabase(host, target, async (query) => writeSnapshot(await readDatabase(query))),
  );
}
