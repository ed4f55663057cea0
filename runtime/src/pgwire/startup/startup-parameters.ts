/**
 * Which start-up parameters a client may give. Each of them is a setting of the server's session; only those that
 * change how values are written, how long things may take or what a transaction is like go through. Pure.
 */
import { FIXED_SETTINGS } from '../session/server-parameters.ts';

export interface StartupRequest {
  readonly user: string;
  readonly database: string;
  /** To be forwarded, under their usual spelling. */
  readonly parameters: ReadonlyMap<string, string>;
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
const PROTOCOL_OPTION = '_pq_.';

/** Sorts the parameters of a StartupMessage, or says which one stands in the way. */
export function checkStartupParameters(
  given: readonly (readonly [name: string, value: string])[],
): ParameterCheck {
  const seen = new Map<string, string>();
  const parameters = new Map<string, string>();
  const protocolOptions: string[] = [];
  for (const [name, value] of given) {
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
  return { ok: true, request: { user, database, parameters, protocolOptions } };
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
      if (value.trim() === '') return null;
      return refuse(
        '0A000',
        'the start-up parameter `options` is not supported',
        'Give each setting as a start-up parameter of its own, or with SET in the session.',
      );
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
