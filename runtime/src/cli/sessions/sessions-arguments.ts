/** Reads the command line of `dlp-proxy sessions`. Every mistake has a sentence; none throws. */
import { parseArgs } from 'node:util';
import { nearest } from '../../json-file/nearest.ts';

const SESSION_COMMANDS = ['list', 'show', 'replay', 'search', 'export', 'tail', 'verify'] as const;

export interface SessionsCommand {
  readonly kind: (typeof SESSION_COMMANDS)[number];
  readonly records: string;
  /** Sessions, or words to search for. */
  readonly words: readonly string[];
  readonly keys: readonly string[];
  readonly user: string | null;
  /** Milliseconds since 1970; null for all of time. */
  readonly since: number | null;
  readonly denied: boolean;
  /** The first statement that is wanted, by its number or by when it was asked; null for the beginning. */
  readonly from:
    | { readonly kind: 'number'; readonly n: number }
    | { readonly kind: 'time'; readonly at: number }
    | null;
  readonly limit: number | null;
  /** Null for no pauses at all. */
  readonly speed: number | null;
  readonly format: 'text' | 'json' | 'csv';
}

export type SessionsArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string }
  | { readonly kind: 'command'; readonly command: SessionsCommand };

const OPTIONS = {
  records: { type: 'string' },
  key: { type: 'string', multiple: true },
  user: { type: 'string' },
  since: { type: 'string' },
  denied: { type: 'boolean' },
  from: { type: 'string' },
  limit: { type: 'string' },
  speed: { type: 'string' },
  json: { type: 'boolean' },
  csv: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const AGO = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `args` behind the word `sessions`. */
export function readSessionsArguments(args: readonly string[], now: number): SessionsArguments {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return mistake(wordsOf(error));
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [word, ...words] = positionals;
  if (word === undefined) return mistake('`sessions` needs a command');
  const kind = SESSION_COMMANDS.find((command) => command === word);
  if (kind === undefined) {
    const near = nearest(word, SESSION_COMMANDS);
    return mistake(
      `unknown command \`sessions ${word}\`${near === null ? '' : `; did you mean \`${near}\`?`}`,
    );
  }
  if (values.records === undefined || values.records === '') return mistake('`--records DIR` is missing');
  const since = values.since === undefined ? null : instantOf(values.since, now);
  if (values.since !== undefined && since === null)
    return mistake(
      `\`${values.since}\` is no time; one is written \`2026-11-22\`, \`2026-11-22T10:00Z\` or \`12h\``,
    );
  const from = values.from === undefined ? null : beginningOf(values.from, now);
  if (values.from !== undefined && from === null)
    return mistake(`\`${values.from}\` is neither the number of a statement nor a time`);
  if (from !== null && kind !== 'show' && kind !== 'replay')
    return mistake('`--from` is for `sessions show` and `sessions replay`');
  const limit = values.limit === undefined ? null : Number(values.limit);
  if (limit !== null && !(Number.isInteger(limit) && limit > 0))
    return mistake('`--limit` is a number from 1 on');
  const speed = values.speed === undefined ? 1 : values.speed === 'max' ? null : Number(values.speed);
  if (speed !== null && !(speed > 0)) return mistake('`--speed` is a number above 0, or `max`');
  if ((kind === 'show' || kind === 'replay') && words.length !== 1)
    return mistake(`\`sessions ${kind}\` takes one session`);
  if (kind === 'search' && words.length === 0) return mistake('`sessions search` needs words to look for');
  if ((kind === 'list' || kind === 'tail' || kind === 'verify') && words.length > 0)
    return mistake(`\`sessions ${kind}\` takes no \`${words[0]}\``);
  if (values.json === true && values.csv === true) return mistake('`--json` and `--csv` exclude each other');
  return {
    kind: 'command',
    command: {
      ...{ kind, records: values.records, words, keys: values.key ?? [], user: values.user ?? null },
      ...{ since, denied: values.denied === true, from, limit, speed },
      format: values.json === true ? 'json' : values.csv === true ? 'csv' : 'text',
    },
  };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
}

function beginningOf(text: string, now: number): SessionsCommand['from'] {
  if (/^[1-9]\d{0,14}$/.test(text)) return { kind: 'number', n: Number(text) };
  const at = instantOf(text, now);
  return at === null ? null : { kind: 'time', at };
}

function instantOf(text: string, now: number): number | null {
  const ago = /^(\d{1,5})([mhd])$/.exec(text);
  if (ago !== null) return now - Number(ago[1]) * AGO[ago[2] as keyof typeof AGO];
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z)?$/.test(text)) return null;
  const instant = Date.parse(text.replace(/T(\d\d:\d\d)Z$/, 'T$1:00Z'));
  return Number.isNaN(instant) ? null : instant;
}

function wordsOf(error: unknown): string {
  const [sentence = ''] = error instanceof Error ? error.message.split('. ') : [];
  return sentence.replaceAll("'", '`').replace(/^./, (letter) => letter.toLowerCase());
}

function mistake(message: string): SessionsArguments {
  return { kind: 'mistake', message };
}
