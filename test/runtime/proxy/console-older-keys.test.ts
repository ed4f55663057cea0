/** Records that an older key signed, verified at the admin listener: proved by the keys that the configuration names, and by no others. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordsVerification } from '@dlpc/runtime/records/reader/recorded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveDatabase } from './approvals-world.ts';
import { startRecordedWorld } from './recorded-world.ts';

const directory = mkdtempSync(join(tmpdir(), 'dlp-older-keys-'));
let database: Awaited<ReturnType<typeof archiveDatabase>>;
beforeAll(async () => {
  database = await archiveDatabase();
});
afterAll(async () => {
  await database?.drop();
  rmSync(directory, { recursive: true, force: true });
});

const [first, second, stranger] = [0, 1, 2].map(() => generateKeyPairSync('ed25519'));
type Pair = NonNullable<typeof first>;
const privateText = ({ privateKey }: Pair) => String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const publicText = ({ publicKey }: Pair) => String(publicKey.export({ type: 'spki', format: 'pem' }));

/** What the auditor is told after a statement went on record with this key. */
async function verified(key: Pair | undefined, older: Pair | undefined): Promise<RecordsVerification> {
  if (key === undefined) throw new Error('no key was made');
  const world = await startRecordedWorld(database, directory, {
    files: {
      'records.key': privateText(key),
      ...(older !== undefined && { 'older.pub': publicText(older) }),
    },
    settings: {
      admin: { listen: { port: 0 }, auditors: ['audit'] },
      records: { directory, key: 'records.key', ...(older !== undefined && { olderKeys: ['older.pub'] }) },
    },
  });
  try {
    const { client } = await world.connect('contractor');
    await client.query('select note from archive where id = 7');
    await client.end();
    const { body } = await world.ask('ada', '/v1/records/verification');
    return body as unknown as RecordsVerification;
  } finally {
    await world.end();
  }
}

test('records of the key of today are proved; those of yesterday by the key that is named, and by no other', async () => {
  expect((await verified(first, undefined)).state).toBe('sound');
  expect((await verified(second, first)).state).toBe('sound');
  expect((await verified(second, stranger)).state).toBe('unproved');
  expect((await verified(second, undefined)).state).toBe('unproved');
});
