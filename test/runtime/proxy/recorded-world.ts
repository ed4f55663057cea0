/** The world of approvals, with everything on record, and roles for those who may look at it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Matcher } from '@dlpc/runtime/abi';
import { privateKey } from '../records/journal-fixture.ts';
import {
  type ApprovalsWorld,
  approvingMatcher,
  type archiveDatabase,
  BY_DBA,
  startApprovalsWorld,
} from './approvals-world.ts';
import type { WorldOptions } from './proxy-world.ts';

function recordingMatcher(): Matcher {
  const matcher = approvingMatcher(BY_DBA);
  return { ...matcher, policies: matcher.policies.map((policy) => ({ ...policy, record: 'everything' })) };
}

export interface RecordedWorld extends ApprovalsWorld {
  /** Changes one byte of the first of `text` in a journal. */
  tamper(text: string): void;
}

/** `directory`: made and removed by the test. */
export async function startRecordedWorld(
  database: Awaited<ReturnType<typeof archiveDatabase>>,
  directory: string,
  options: WorldOptions = {},
): Promise<RecordedWorld> {
  const world = await startApprovalsWorld(database, {
    matcher: recordingMatcher(),
    ...options,
    files: { 'records.key': String(privateKey.export({ type: 'pkcs8', format: 'pem' })), ...options.files },
    settings: {
      admin: { listen: { port: 0 }, viewers: ['security'], auditors: ['audit'] },
      records: { directory, key: 'records.key' },
      ...options.settings,
    },
  });
  return {
    ...world,
    tamper: (text) => {
      for (const name of readdirSync(directory).filter((file) => file.endsWith('.dlpr'))) {
        const bytes = readFileSync(join(directory, name));
        const at = bytes.indexOf(text);
        if (at === -1) continue;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(join(directory, name), bytes);
        return;
      }
      throw new Error(`no journal holds ${text}`);
    },
  };
}
