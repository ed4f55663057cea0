/** Finds the migrations below a folder, and reads them in the order in which they are applied. */
import { type Host, HostError } from './host/host.ts';
import { joinPath } from './host/paths.ts';
import type { SchemaText } from './schema/load-schema.ts';
import { migrationOrder } from './schema/migrations/migration-order.ts';
import { SQITCH_PLAN } from './schema/migrations/sqitch.ts';

/** Bounds of what is looked through: a mistyped path must not walk a whole disk. */
const LIMITS = { bytes: 64 * 1024 * 1024, depth: 8, entries: 50_000 } as const;

export type Migrations =
  | { readonly ok: true; readonly texts: readonly SchemaText[]; readonly caveats: readonly string[] }
  /** Half a sentence. */
  | { readonly ok: false; readonly reason: string };

/** Reads the `.sql` files below `directory`, hidden and `node_modules` directories apart. */
export async function readMigrations(host: Host, directory: string): Promise<Migrations> {
  const found = await walk(host, directory).catch((error: unknown) => {
    // A folder that may not be listed is as unreadable as a file.
    if (error instanceof HostError) return error.message;
    throw error;
  });
  if (typeof found === 'string') return { ok: false, reason: found };
  const plan = found.hasPlan ? await host.readText(joinPath(directory, SQITCH_PLAN), LIMITS.bytes) : null;
  if (plan?.ok === false) return { ok: false, reason: `\`${SQITCH_PLAN}\`: ${plan.failure.reason}` };

  const order = migrationOrder(found.paths, plan?.text ?? null);
  if (!order.ok) return order;
  if (order.paths.length === 0)
    return { ok: false, reason: 'it is a directory without migrations (`*.sql`)' };

  const texts: SchemaText[] = [];
  let left: number = LIMITS.bytes;
  for (const relative of order.paths) {
    const path = joinPath(directory, relative);
    const read = await host.readText(path, left);
    if (!read.ok && read.failure.kind === 'too-large')
      return { ok: false, reason: `its migrations are larger than ${LIMITS.bytes / 1024 / 1024} MiB` };
    if (!read.ok) return { ok: false, reason: `\`${relative}\`: ${read.failure.reason}` };
    left -= Buffer.byteLength(read.text);
    texts.push({ path, text: read.text });
  }
  return { ok: true, texts, caveats: order.caveats };
}

/** Paths of SQL files from `root`, and whether there is a plan; or why nobody should look further. */
async function walk(host: Host, root: string): Promise<{ paths: string[]; hasPlan: boolean } | string> {
  const paths: string[] = [];
  let hasPlan = false;
  let entries = 0;
  const pending = [{ directory: root, prefix: '', depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const { name, kind } of await host.list(next.directory)) {
      entries += 1;
      if (entries > LIMITS.entries) return `it holds more than ${LIMITS.entries} files and directories`;
      const path = next.prefix + name;
      if (kind === 'file') {
        if (name.toLowerCase().endsWith('.sql') && !name.startsWith('.')) paths.push(path);
        if (path === SQITCH_PLAN) hasPlan = true;
      } else if (!name.startsWith('.') && name !== 'node_modules') {
        if (next.depth >= LIMITS.depth) return `it is more than ${LIMITS.depth} directories deep`;
        const directory = joinPath(next.directory, name);
        pending.push({ directory, prefix: `${path}/`, depth: next.depth + 1 });
      }
    }
  }
  return { paths, hasPlan };
}
