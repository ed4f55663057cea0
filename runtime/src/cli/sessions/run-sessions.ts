/** `dlp-proxy sessions …`: which command, on what, and with which status it ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordIndex } from '../../records/index/record-index.ts';
import { statementAt, stretchOf } from '../../records/index/session-place.ts';
import type { RecordsFiles } from '../../records/journal/records-files.ts';
import { allEntries } from '../../records/read/read-entries.ts';
import { Transcript } from '../../records/read/transcript.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { csvLine } from './csv.ts';
import { listSessions } from './list-sessions.ts';
import { momentObject } from './moment-object.ts';
import { momentText } from './moment-text.ts';
import { filesOf, openUpdatedIndex, sessionOf } from './open-records.ts';
import { paintFor } from './paint.ts';
import { searchStatements } from './search-statements.ts';
import { sessionMoments } from './session-moments.ts';
import { readSessionsArguments, type SessionsCommand } from './sessions-arguments.ts';
import { SESSIONS_HELP } from './sessions-help.ts';
import { tailRecords } from './tail-records.ts';
import { verifyCommand } from './verify-command.ts';

/** Longer pauses of a session are not waited for. */
const LONGEST_PAUSE = 3000;

export interface SessionsTerminal {
  /** Resolves when more can be written. */
  readonly write: (text: string) => Promise<void>;
  readonly complain: (sentence: string) => void;
  readonly colours: boolean;
  /** Characters of a line. */
  readonly width: number;
}

export async function runSessions(args: readonly string[], terminal: SessionsTerminal): Promise<ExitCode> {
  const read = readSessionsArguments(args, Date.now());
  const refuse = (sentence: string): ExitCode => {
    terminal.complain(sentence);
    return EXIT.givenWrong;
  };
  if (read.kind === 'help') {
    await terminal.write(SESSIONS_HELP);
    return EXIT.fine;
  }
  if (read.kind === 'mistake') return refuse(read.message);
  const { command } = read;
  const files = filesOf(command.records);
  if (typeof files === 'string') return refuse(files);
  switch (command.kind) {
    case 'verify': {
      const verified = await verifyCommand(files, command);
      if (typeof verified === 'string') return refuse(verified);
      await terminal.write(verified.text);
      return verified.code;
    }
    default: {
      const index = await openUpdatedIndex(command.records, files);
      try {
        return await runIndexed(command, files, index, terminal, refuse);
      } finally {
        index.close();
      }
    }
  }
}

async function runIndexed(
  command: SessionsCommand,
  files: RecordsFiles,
  index: RecordIndex,
  terminal: SessionsTerminal,
  refuse: (sentence: string) => ExitCode,
): Promise<ExitCode> {
  switch (command.kind) {
    case 'tail':
      await tailRecords(files, index, command, terminal);
      return EXIT.fine;
    case 'list':
      await terminal.write(listSessions(index, command, terminal.width));
      return EXIT.fine;
    case 'search':
      await terminal.write(searchStatements(index, command, terminal.width));
      return EXIT.fine;
    case 'export': {
      const ids = command.words.map((word) => sessionOf(index, word));
      const wrong = ids.find((id) => typeof id === 'string');
      if (typeof wrong === 'string') return refuse(wrong);
      const wanted = new Set(ids.flatMap((id) => (typeof id === 'string' ? [] : [id.id])));
      if (command.format === 'csv') await exportCsv(index, wanted, terminal);
      else await exportLines(files, wanted, terminal);
      return EXIT.fine;
    }
    default: {
      const found = sessionOf(index, command.words[0] ?? '');
      if (typeof found === 'string') return refuse(found);
      const from = firstOf(command, index, found.id);
      if (typeof from === 'string') return refuse(from);
      await play(command, files, index, found.id, from, terminal);
      return EXIT.fine;
    }
  }
}

/** The number of the statement that `--from` names; null without it, and a sentence where it names none. */
function firstOf({ from }: SessionsCommand, index: RecordIndex, session: string): number | null | string {
  if (from === null) return null;
  const asked = from.kind === 'number' ? from.n : statementAt(index, session, from.at);
  const stretch = asked === null ? null : stretchOf(index, session, asked, 1);
  return stretch?.first ?? 'nothing was asked in this session from there on';
}

/** `show` and `replay`: the one without answers and pauses, the other with both. */
async function play(
  { kind, speed, format }: SessionsCommand,
  files: RecordsFiles,
  index: RecordIndex,
  id: string,
  from: number | null,
  { write, colours, width }: SessionsTerminal,
): Promise<void> {
  const whole = kind === 'replay';
  const paint = paintFor(colours);
  let before: number | null = null;
  for await (const { session, moment } of sessionMoments(files, index, id, from)) {
    if (whole && speed !== null && format === 'text' && before !== null)
      await sleep(Math.min(Math.max(moment.at - before, 0) / speed, LONGEST_PAUSE));
    before = moment.at;
    await write(
      format === 'json'
        ? `${JSON.stringify(momentObject(moment, session))}\n`
        : momentText(moment, session?.user ?? '', whole, { paint, width }),
    );
  }
}

async function exportLines(
  files: RecordsFiles,
  wanted: ReadonlySet<string>,
  { write }: SessionsTerminal,
): Promise<void> {
  const transcripts = new Map<string, Transcript>();
  for await (const entry of allEntries(files)) {
    const id = entry.session?.id ?? '';
    if (wanted.size > 0 && !wanted.has(id)) continue;
    const transcript = transcripts.get(id) ?? new Transcript();
    transcripts.set(id, transcript);
    for (const moment of transcript.take(entry))
      await write(`${JSON.stringify(momentObject(moment, transcript.session))}\n`);
    if (entry.kind === 'session.end') transcripts.delete(id);
  }
}

async function exportCsv(
  index: RecordIndex,
  wanted: ReadonlySet<string>,
  { write }: SessionsTerminal,
): Promise<void> {
  const columns = [
    ...[
      'session',
      'n',
      'at',
      'user',
      'sub',
      'source',
      'decision',
      'sqlstate',
      'message',
      'outcome',
      'rows',
      'bytes',
    ],
    ...['milliseconds', 'text', 'accesses', 'rules', 'revision'],
  ];
  const rows = index.query(
    'SELECT s.*, t.user, t.sub, t.source FROM statements s JOIN sessions t ON t.id = s.session ORDER BY s.at, s.session, s.n',
  );
  await write(csvLine(columns));
  for (const row of rows) {
    if (wanted.size > 0 && !wanted.has(String(row.session))) continue;
    const at = typeof row.at === 'number' ? new Date(row.at).toISOString() : null;
    await write(csvLine(columns.map((name) => (name === 'at' ? at : (row[name] ?? null)))));
  }
}
