/** `dlp-proxy sessions tail`: statements and answers as they are recorded, of all sessions, until somebody stops it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { segmentNames } from '../../records/journal/surroundings.ts';
import { type ReadFiles, readSegment } from '../../records/read/read-entries.ts';
import type { ResolvedEntry } from '../../records/read/resolved-entry.ts';
import { Transcript } from '../../records/read/transcript.ts';
import { momentObject } from './moment-object.ts';
import { momentText } from './moment-text.ts';
import { paintFor } from './paint.ts';
import { printable } from './printable.ts';
import type { SessionsTerminal } from './run-sessions.ts';
import type { SessionsCommand } from './sessions-arguments.ts';

const LOOK_MILLISECONDS = 300;

/** Begins with what is recorded from now on. */
export async function tailRecords(
  files: ReadFiles,
  { user, denied, format }: SessionsCommand,
  { write, colours }: SessionsTerminal,
): Promise<void> {
  const seen = new Map<string, number>();
  const transcripts = new Map<string, Transcript>();
  const paint = paintFor(colours);
  let first = true;
  for (;;) {
    const entries: ResolvedEntry[] = [];
    for (const name of await segmentNames(files)) {
      const key = `${name.journal} ${name.segment}`;
      if (name.compressed && seen.has(key)) continue;
      seen.set(key, await readSegment(files, name, seen.get(key) ?? 0, (entry) => entries.push(entry)));
    }
    for (const entry of entries) {
      const { session } = entry;
      const id = session?.id ?? '';
      const transcript = transcripts.get(id) ?? new Transcript();
      transcripts.set(id, transcript);
      const moments = transcript.take(entry);
      if (first || (user !== null && session?.user !== user && session?.sub !== user)) continue;
      for (const moment of moments) {
        if (denied && !(moment.kind === 'asked' && moment.decision === 'deny')) continue;
        const who = `${id.slice(0, 8)} ${printable(session?.user ?? '')} `;
        await write(
          format === 'json'
            ? `${JSON.stringify(momentObject(moment, session))}\n`
            : who + momentText(moment, session?.user ?? '', false, paint),
        );
      }
      if (entry.kind === 'session.end') transcripts.delete(id);
    }
    first = false;
    await sleep(LOOK_MILLISECONDS);
  }
}
