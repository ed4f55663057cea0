/**
 * Records what servers of consecutive major versions have, for {@link recordedInventory}:
 *
 *     node test/runtime/judge/known/record-inventory.ts postgres://…13 postgres://…14 … postgres://…18
 *
 * Run it when a version is added; then sort its new names into the lists of the judge.
 */
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { type InventoryItem, liveInventory, RECORDED_FILE } from './inventory.ts';

interface Recorded {
  readonly versions: number[];
  readonly flags: Set<string>;
}

const recorded = new Map<string, Recorded>();

for (const connectionString of process.argv.slice(2)) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const [version] = (await client.query('show server_version_num')).rows;
  const major = Math.floor(Number(version.server_version_num) / 10_000);
  for (const item of await liveInventory(async (sql) => (await client.query(sql)).rows)) note(item, major);
  await client.end();
}

writeFileSync(RECORDED_FILE, `${[...recorded].map(toLine).sort().join('\n')}\n`);

function note(item: InventoryItem, major: number): void {
  const key = `${item.kind} ${item.name}`;
  const entry = recorded.get(key) ?? { versions: [], flags: new Set<string>() };
  recorded.set(key, entry);
  entry.versions.push(major);
  if (item.takesOne) entry.flags.add('one');
  if (item.isInternal) entry.flags.add('internal');
}

function toLine([key, { versions, flags }]: readonly [string, Recorded]): string {
  const first = Math.min(...versions);
  const last = Math.max(...versions);
  if (last - first + 1 !== versions.length) throw new Error(`${key} comes and goes: ${versions.join(', ')}`);
  return [key, `${first}-${last}`, ...[...flags].sort()].join(' ');
}
