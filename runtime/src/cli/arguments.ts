/** Reads the command line. Every mistake has a sentence; none throws. */
import { parseArgs } from 'node:util';
import type { LogFormat, LogLevel } from '../config/config.ts';
import { nearest } from '../json-file/nearest.ts';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'hash-password' }
  | {
      readonly kind: 'run' | 'check';
      readonly config: string;
      readonly logFormat: LogFormat | null;
      readonly logLevel: LogLevel | null;
    }
  | { readonly kind: 'mistake'; readonly message: string };

const OPTIONS = {
  config: { type: 'string' },
  check: { type: 'boolean' },
  'log-format': { type: 'string' },
  'log-level': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** `approvals`, `sessions` and `token` have command lines of their own. */
const SUBCOMMANDS = ['hash-password', 'approvals', 'sessions', 'token'];
const FORMATS: readonly LogFormat[] = ['json', 'pretty', 'auto'];
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** `args` without the program's own name. */
export function readArguments(args: readonly string[]): Command {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const mistake = optionMistake(token.name, token.rawName, token.value);
    if (mistake !== null) return { kind: 'mistake', message: mistake };
    if (values.has(token.name)) return { kind: 'mistake', message: `\`${token.rawName}\` stands twice` };
    values.set(token.name, token.value ?? '');
  }
  if (values.has('help')) return { kind: 'help' };
  if (values.has('version')) return { kind: 'version' };
  return commandOf(positionals, values);
}

function commandOf(positionals: readonly string[], values: ReadonlyMap<string, string>): Command {
  const [subcommand, extra] = positionals;
  if (subcommand !== undefined) return subcommandOf(subcommand, extra, values);
  const config = values.get('config');
  if (config === undefined) return { kind: 'mistake', message: '`--config FILE` is missing' };
  return {
    kind: values.has('check') ? 'check' : 'run',
    config,
    logFormat: FORMATS.find((format) => format === values.get('log-format')) ?? null,
    logLevel: LEVELS.find((level) => level === values.get('log-level')) ?? null,
  };
}

function subcommandOf(
  subcommand: string,
  extra: string | undefined,
  values: ReadonlyMap<string, string>,
): Command {
  if (!SUBCOMMANDS.includes(subcommand)) {
    return { kind: 'mistake', message: `unknown command \`${subcommand}\`${guess(subcommand, SUBCOMMANDS)}` };
  }
  if (subcommand !== 'hash-password')
    return { kind: 'mistake', message: `\`${subcommand}\` stands before its options` };
  // A password on the command line would be seen by every user of the machine.
  if (extra !== undefined) {
    return {
      kind: 'mistake',
      message: '`hash-password` takes no argument: it reads the password from stdin',
    };
  }
  const [option] = values.keys();
  if (option !== undefined) {
    return { kind: 'mistake', message: `\`--${option}\` does not go with \`${subcommand}\`` };
  }
  return { kind: 'hash-password' };
}

/** What is wrong with one option, by itself. */
function optionMistake(name: string, rawName: string, value: string | undefined): string | null {
  const known = Object.entries(OPTIONS).find(([option]) => option === name);
  if (known === undefined) {
    const names = Object.keys(OPTIONS).map((option) => `--${option}`);
    return `unknown option \`${rawName}\`${guess(rawName, names)}`;
  }
  const [, { type }] = known;
  if (type === 'boolean') return value === undefined ? null : `\`${rawName}\` takes no value`;
  if (value === undefined || value === '') return `\`${rawName}\` needs a value`;
  if (name === 'log-format') return wordMistake(rawName, value, FORMATS);
  if (name === 'log-level') return wordMistake(rawName, value, LEVELS);
  return null;
}

function wordMistake(rawName: string, value: string, words: readonly string[]): string | null {
  return words.includes(value) ? null : `\`${rawName}\` is one of ${words.join(', ')}, not \`${value}\``;
}

function guess(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === null ? '' : `; did you mean \`${near}\`?`;
}
