/**
 * Which start-up parameters a client may give. Each of them is a setting of the server's session; only those that
 * change how values are written, how long things may take or what a transaction is like go through. Pure.
 */
import { NOTICES_SETTING } from '../gate.ts';
import { FIXED_SETTINGS } from '../session/server-parameters.ts';

export interface StartupRequest {
  readonly user: string;
  readonly database: string;
  /** To be forwarded, under their usual spelling. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Whether the client asks to be told of masked columns. */
  readonly notices: boolean;
  /** Options of the protocol itself (`_pq_.…`), none of which is known. */
  readonly protocolOptions: readonly string[];
}

export type ParameterCheck =
  | { readonly ok: true; readonly request: StartupRequest }
  | { readonly ok: false; readonly message: string; readonly hint: string | null; readonly sqlstate: string };

const FORWARDED: ReadonlyMap<string, string> = new Map(
  [
    'application_name',
    'bytea_output',
    'DateStyle',
    'default_transaction_deferrable',
    'default_transaction_isolation',
    'default_transaction_read_only',
    NOTICES_SETTING,
    'extra_float_digits',
    'idle_in_transaction_session_timeout',
    'idle_session_timeout',
    'IntervalStyle',
    'lock_timeout',
    'statement_timeout',
    'TimeZone',
    'transaction_timeout',
  ].map((name) => [name.toLowerCase(), name]),
);

/** Names that PostgreSQL takes for UTF-8, after it has removed all but letters and digits. */
const UTF8_NAMES: ReadonlySet<string> = new Set(['utf8', 'unicode']);
const TRUE_NAMES: ReadonlySet<string> = new Set(['on', 'true', 'yes', '1']);
const FALSE_NAMES: ReadonlySet<string> = new Set(['off', 'false', 'no', '0']);
const PROTOCOL_OPTION = '_pq_.';

/** What a StartupMessage names beside settings. */
const NO_SETTINGS: ReadonlySet<string> = new Set(['user', 'database', 'options', 'replication']);

/** `-c name=value`, `-cname=value` or `--name=value`; a backslash before a character keeps it from being a blank between options. */
const OPTION = /^\s*(?:-c\s*|--)((?:[^\s\\=]|\\.)+)=((?:[^\s\\]|\\.)*)(?=\s|$)/s;

/** Sorts the parameters of a StartupMessage, or says which one stands in the way. */
export function checkStartupParameters(
  given: readonly (readonly [name: string, value: string])[],
): ParameterCheck {
  const seen = new Map<string, string>();
  const parameters = new Map<string, string>();
  const protocolOptions: string[] = [];
  for (const [name, value] of given.flatMap(optionsApart)) {
    const key = name.toLowerCase();
    if (seen.has(key)) return refuse('08P01', `the start-up parameter \`${shown(name)}\` is given twice`);
    seen.set(key, value);
    if (key === 'user' || key === 'database') continue;
    if (name.startsWith(PROTOCOL_OPTION)) {
      protocolOptions.push(name);
      continue;
    }
    const problem = problemOf(key, value);
    if (problem !== null) return problem;
    const spelling = FORWARDED.get(key);
    if (spelling !== undefined) parameters.set(spelling, value);
  }

  const user = seen.get('user') ?? '';
  if (user === '') return refuse('28000', 'no user name is given at start-up');
  const database = seen.get('database') || user;
  const notices = TRUE_NAMES.has(seen.get(NOTICES_SETTING)?.toLowerCase() ?? '');
  return { ok: true, request: { user, database, parameters, notices, protocolOptions } };
}

/** Settings that stand in `options`, as the parameters that they are; `options` itself where it holds anything else. */
function optionsApart(given: readonly [name: string, value: string]): readonly (readonly [string, string])[] {
  const [name, value] = given;
  if (name.toLowerCase() !== 'options') return [given];
  const settings: (readonly [string, string])[] = [];
  let rest = value;
  while (rest.trim() !== '') {
    const found = OPTION.exec(rest);
    if (found === null) return [given];
    const [all, key = '', text = ''] = found;
    // As in the server's command line, where both mean the same.
    const setting = unescaped(key).replaceAll('-', '_');
    if (NO_SETTINGS.has(setting.toLowerCase()) || setting.startsWith(PROTOCOL_OPTION)) return [given];
    settings.push([setting, unescaped(text)]);
    rest = rest.slice(all.length);
  }
  return settings;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gs, '$1');
}

/** Why a parameter cannot be taken; null where it can, or where it says what holds anyway. */
function problemOf(key: string, value: string): ParameterCheck | null {
  switch (key) {
    case 'client_encoding':
      if (UTF8_NAMES.has(value.toLowerCase().replace(/[^a-z0-9]/g, ''))) return null;
      return refuse(
        '0A000',
        `the client encoding \`${shown(value)}\` is not supported`,
        `Set \`client_encoding\` to \`${FIXED_SETTINGS.client_encoding}\`.`,
      );
    case 'standard_conforming_strings':
      if (TRUE_NAMES.has(value.toLowerCase())) return null;
      return refuse('0A000', 'the parameter `standard_conforming_strings` cannot be turned off');
    case 'replication':
      return refuse('0A000', 'replication connections are not supported');
    case 'options':
      return refuse(
        '0A000',
        'the start-up parameter `options` may hold settings alone',
        'Write each setting as `-c name=value`.',
      );
    case NOTICES_SETTING:
      if (TRUE_NAMES.has(value.toLowerCase()) || FALSE_NAMES.has(value.toLowerCase())) return null;
      return refuse('22023', `the parameter \`${NOTICES_SETTING}\` is either on or off`);
    default:
      if (FORWARDED.has(key)) return null;
      return refuse('0A000', `the start-up parameter \`${shown(key)}\` is not supported`);
  }
}

function refuse(sqlstate: string, message: string, hint: string | null = null): ParameterCheck {
  return { ok: false, sqlstate, message, hint };
}

/** Of a client that is not known yet: short, on one line. */
function shown(text: string): string {
  const line = text.replace(/\p{Cc}/gu, ' ');
  return line.length > 63 ? `${line.slice(0, 63)}…` : line;
}
