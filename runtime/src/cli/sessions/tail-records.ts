/** `dlp-proxy sessions tail`: statements and answers as they are recorded, of all sessions, until somebody stops it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { printable } from '../../log/printable.ts';
import type { RecordIndex } from '../../records/index/record-index.ts';
import { RecordsTail } from '../../records/index/records-tail.ts';
import type { ReadFiles } from '../../records/read/read-entries.ts';
import { momentObject } from './moment-object.ts';
import { momentText } from './moment-text.ts';
import { paintFor } from './paint.ts';
import type { SessionsTerminal } from './run-sessions.ts';
import type { SessionsCommand } from './sessions-arguments.ts';

const LOOK_MILLISECONDS = 300;

/** Begins with what is recorded from now on, and reads nothing that lies before but what sessions that go on are in the middle of. `index`: up to date. */
export async function tailRecords(
  files: ReadFiles,
  index: RecordIndex,
  { user, denied, format }: SessionsCommand,
  { write, colours, width }: SessionsTerminal,
): Promise<void> {
  const tail = new RecordsTail(index);
  const paint = paintFor(colours);
  for (;;) {
    for (const { session, moment } of await tail.look(files)) {
      if (user !== null && session?.user !== user && session?.sub !== user) continue;
      if (denied && !(moment.kind === 'asked' && moment.decision === 'deny')) continue;
      const who = `${(session?.id ?? '').slice(0, 8)} ${printable(session?.user ?? '')} `;
      await write(
        format === 'json'
          ? `${JSON.stringify(momentObject(moment, session))}\n`
          : who + momentText(moment, session?.user ?? '', false, { paint, width }),
      );
    }
    await sleep(LOOK_MILLISECONDS);
  }
}
