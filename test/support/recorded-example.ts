/** The example with policies that ask for records, and keys to sign and verify those with. */
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordLevel } from '@dlpc/runtime/abi';
import { CRM_DIRECTORY } from './crm-database.ts';

/** A copy of the example in `directory` in which each policy asks for records; gives its path. */
export function recordedExample(directory: string, record: RecordLevel): string {
  const copy = join(directory, 'example');
  cpSync(CRM_DIRECTORY, copy, { recursive: true });
  for (const file of readdirSync(join(copy, 'policies'))) {
    const path = join(copy, 'policies', file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replaceAll(/^policy [^{]*\{$/gm, (opening) => `${opening}\n  record ${record}`),
    );
  }
  return copy;
}

/** Paths of a new pair in `directory`, as `dlpc keygen` makes them. */
export function writeRecordsKey(directory: string): { readonly key: string; readonly publicKey: string } {
  const [key, publicKey] = [join(directory, 'records.key'), join(directory, 'records.pub')];
  const pair = generateKeyPairSync('ed25519');
  writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(publicKey, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  return { key, publicKey };
}
