/** `dlp-proxy sessions verify`: whether records are what was written, and the first place where they are not. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { printable } from '../../log/printable.ts';
import type { RecordsFiles } from '../../records/journal/records-files.ts';
import type { Problem, Verification } from '../../records/verify/finding.ts';
import { verifyRecords } from '../../records/verify/verify-records.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { SessionsCommand } from './sessions-arguments.ts';

export interface Verified {
  readonly code: ExitCode;
  readonly text: string;
}

/** A sentence where a key cannot be used. */
export async function verifyCommand(
  files: RecordsFiles,
  { keys: paths, format }: SessionsCommand,
): Promise<Verified | string> {
  if (paths.length === 0) return '`--key FILE` is missing: without the public key nothing is proved';
  const keys: KeyObject[] = [];
  for (const path of paths) {
    if (!existsSync(path)) return `the file \`${path}\` does not exist`;
    const key = readKey(path);
    if (key === null) return `\`${path}\` cannot be read, or holds no Ed25519 public key in PEM form`;
    keys.push(key);
  }
  const found = await verifyRecords(files, keys);
  // A directory that somebody emptied looks like one in which nothing ever was: that proves nothing either.
  const isProved = found.problems.length === 0 && found.segments > 0;
  const code = isProved ? EXIT.fine : EXIT.failed;
  if (format === 'json') return { code, text: `${JSON.stringify(found)}\n` };
  return { code, text: `${sentences(found).join('\n')}\n` };
}

function readKey(path: string): KeyObject | null {
  try {
    const key = createPublicKey(readFileSync(path, 'utf8'));
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // Not readable, or not a key: the sentence says both.
    return null;
  }
}

function sentences({
  problems,
  tails,
  journals,
  segments,
  entries,
  sessions,
  retired,
}: Verification): readonly string[] {
  const [first, ...others] = problems;
  if (segments === 0 && first === undefined)
    return ['nothing is on record there: it was never written to, or everything was taken away'];
  const lines = [
    first === undefined
      ? `nothing was changed: ${count(sessions, 'session')}, ${count(entries, 'entry', 'entries')} in ${count(segments, 'segment')} of ${count(journals, 'journal')}`
      : `records were changed: ${place(first)} ${first.message}`,
  ];
  if (others.length > 0)
    lines.push(`  and ${others.length} more: ${others.slice(0, 5).map(place).join(', ')}`);
  if (retired > 0)
    lines.push(`${count(retired, 'segment')} had been kept long enough, and was removed on purpose`);
  for (const { file, torn, attested, unsigned, cutSessions } of tails) {
    const how = torn ? 'ends in the middle of an entry' : 'was not closed';
    const seen = attested
      ? 'as a later journal confirms'
      : 'its process runs, or was killed, or somebody cut the end: that cannot be told';
    lines.push(
      `${file} ${how}: ${seen}; ${count(unsigned, 'entry', 'entries')} behind the last signature, ${count(cutSessions.length, 'session')} without an end`,
    );
  }
  return lines.map(printable);
}

function place({ file, entry, offset }: Problem): string {
  const where = entry === null ? '' : `, entry ${entry}${offset === null ? '' : ` (byte ${offset})`}`;
  return `${file}${where}:`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
