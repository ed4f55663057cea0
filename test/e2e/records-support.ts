/** What tests ask of records on a disk: their verification, and what crossed to each session. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { recordsFiles } from '../../runtime/src/records/journal/records-files.ts';
import { allEntries } from '../../runtime/src/records/read/read-entries.ts';
import type { Verification } from '../../runtime/src/records/verify/finding.ts';
import { verifyRecords } from '../../runtime/src/records/verify/verify-records.ts';
import type { CrmWorld } from './crm-world.ts';

export function verifyWorld({ records }: Pick<CrmWorld, 'records'>): Promise<Verification> {
  return verifyRecords(recordsFiles(records.directory), [createPublicKey(readFileSync(records.publicKey))]);
}

/** The recorded bytes of each session, by its identifier. */
export async function crossedBytes({
  records,
}: Pick<CrmWorld, 'records'>): Promise<ReadonlyMap<string, Buffer>> {
  const parts = new Map<string, Buffer[]>();
  for await (const { kind, session, body } of allEntries(recordsFiles(records.directory)))
    if (kind === 'sql.crossed' && session !== null)
      parts.set(session.id, [...(parts.get(session.id) ?? []), body]);
  return new Map([...parts].map(([id, buffers]) => [id, Buffer.concat(buffers)]));
}
