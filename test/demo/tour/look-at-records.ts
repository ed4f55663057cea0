/** The end of the tour: what all of it left on record, verified, replayed, and searched. */
import { runOrThrow } from '../../support/programs.ts';
import type { ProtectedValues } from '../../support/protected-values.ts';
import type { Stage } from '../stage.ts';
import { type Terminal, wrap } from '../terminal.ts';

/** True where the record is whole and holds none of the values. */
export async function lookAtRecords(
  { records, callers, database }: Pick<Stage, 'records' | 'callers' | 'database'>,
  values: ProtectedValues,
  { style, width, write }: Terminal,
): Promise<boolean> {
  const sessions = (...args: readonly string[]) =>
    runOrThrow('dlp-proxy', ['sessions', ...args, '--records', records.directory], {
      env: { COLUMNS: String(width - 3) },
    });
  write(`\n${style.strong(style.accent('On record'))}\n`);
  const text =
    'The policies of this demo say `record everything`: each statement and request, what was decided by which rule, and what crossed, masked, in a journal that is hash-chained and signed. Nothing left for a client before it was on the disk.';
  for (const line of wrap(text, width - 3)) write(`   ${line}\n`);
  write('\n');
  for (const line of (await sessions('list')).trimEnd().split('\n')) write(`   ${line}\n`);

  const listed = await sessions('list', '--json', '--user', callers.contractor.user);
  // The visit to the API is a session of its own; this is the one in the database.
  const id = listed
    .trimEnd()
    .split('\n')
    .map((line): { readonly id: string; readonly source: string } => JSON.parse(line))
    .find(({ source }) => source === database)?.id;
  if (id === undefined) throw new Error('the session is not on record');
  write(`\n   ${style.dim(`dlp-proxy sessions replay ${id.slice(0, 8)} --speed max`)}\n`);
  const replay = await sessions('replay', id, '--speed', 'max');
  for (const line of replay.split('\n').slice(1, 15)) write(`   ${[...line].slice(0, width - 4).join('')}\n`);
  const [verdict = ''] = (await sessions('verify', '--key', records.publicKey)).split('\n');
  const leaked = values.findIn(Buffer.from(await sessions('export')));
  write(`\n   ${style.good('✓')} ${verdict}\n`);
  if (leaked.length === 0) write(`   ${style.good('✓')} none of the values is on record\n`);
  else write(`   ${style.bad(`✗ ${leaked.length} of the values are on record`)}\n`);
  return leaked.length === 0;
}
