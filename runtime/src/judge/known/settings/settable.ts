/**
 * Settings that a client may change for its session, with the values that it may give them. What stands here changes
 * how values are written and how long things may take, never what is read, how the text of a statement is
 * understood, or by which plan it runs.
 */
import { NOTICES_SETTING } from '../../../pgwire/gate.ts';
import {
  anyText,
  boolean,
  dateStyle,
  duration,
  integerBetween,
  oneOf,
  onlyOn,
  timeZone,
  utf8,
  type ValueCheck,
} from './values.ts';

export interface SettableSetting {
  readonly accepts: ValueCheck;
  /** For denials and the documentation: the values, after `it may be set to `. */
  readonly values: string;
  /** Why it is harmless, in one sentence. */
  readonly reason: string;
}

const WRITES_VALUES = 'It changes how values are written.';
const BOUNDS_TIME = 'It bounds how long something may take.';
const TRANSACTIONS = 'It changes how transactions see and lock, not what they may read.';

const ISOLATION = oneOf('serializable', 'repeatable read', 'read committed', 'read uncommitted');
const ISOLATION_NAMES = 'the name of an isolation level';

/** By name in lower case. */
export const settableSettings: ReadonlyMap<string, SettableSetting> = new Map<string, SettableSetting>([
  [
    'application_name',
    {
      accepts: anyText,
      values: 'any text',
      reason: 'It names the program to the server and decides nothing.',
    },
  ],
  ['bytea_output', { accepts: oneOf('hex', 'escape'), values: 'hex or escape', reason: WRITES_VALUES }],
  [
    'client_encoding',
    {
      accepts: utf8,
      values: 'UTF8',
      reason: 'The proxy reads statements as UTF-8; in another encoding the server could read another text.',
    },
  ],
  [
    'client_min_messages',
    {
      accepts: oneOf('notice', 'warning', 'error'),
      values: 'notice, warning or error',
      reason: 'Lower levels send plans, parse trees and the log to the client.',
    },
  ],
  ['datestyle', { accepts: dateStyle, values: 'a style and an order', reason: WRITES_VALUES }],
  ['default_transaction_deferrable', { accepts: boolean, values: 'on or off', reason: TRANSACTIONS }],
  ['default_transaction_isolation', { accepts: ISOLATION, values: ISOLATION_NAMES, reason: TRANSACTIONS }],
  [
    'default_transaction_read_only',
    { accepts: boolean, values: 'on or off', reason: 'Writes are judged, whatever it says.' },
  ],
  [
    NOTICES_SETTING,
    {
      accepts: boolean,
      values: 'on or off',
      reason: 'The proxy reads it: with `on`, a NOTICE says of each statement which columns were masked.',
    },
  ],
  [
    'escape_string_warning',
    { accepts: boolean, values: 'on or off', reason: 'It changes whether a warning is given.' },
  ],
  [
    'extra_float_digits',
    { accepts: integerBetween(-15, 3), values: 'an integer from -15 to 3', reason: WRITES_VALUES },
  ],
  [
    'idle_in_transaction_session_timeout',
    { accepts: duration, values: 'a span of time', reason: BOUNDS_TIME },
  ],
  ['idle_session_timeout', { accepts: duration, values: 'a span of time', reason: BOUNDS_TIME }],
  [
    'intervalstyle',
    {
      accepts: oneOf('postgres', 'postgres_verbose', 'sql_standard', 'iso_8601'),
      values: 'postgres, postgres_verbose, sql_standard or iso_8601',
      reason: WRITES_VALUES,
    },
  ],
  [
    'jit',
    { accepts: boolean, values: 'on or off', reason: 'It changes how an expression is run, not which.' },
  ],
  ['lock_timeout', { accepts: duration, values: 'a span of time', reason: BOUNDS_TIME }],
  [
    'quote_all_identifiers',
    { accepts: boolean, values: 'on or off', reason: 'It changes how definitions are written.' },
  ],
  [
    'restrict_nonsystem_relation_kind',
    {
      accepts: oneOf('', 'view', 'foreign-table', 'view, foreign-table'),
      values: 'view, foreign-table or nothing',
      reason: 'It makes statements fail that read relations of a kind.',
    },
  ],
  [
    'row_security',
    {
      accepts: boolean,
      values: 'on or off',
      reason: 'Off makes a query fail that a row-level policy would filter; it bypasses none.',
    },
  ],
  [
    'standard_conforming_strings',
    {
      accepts: onlyOn,
      values: 'on',
      reason: 'Off gives backslashes in literals another meaning than the proxy does.',
    },
  ],
  ['statement_timeout', { accepts: duration, values: 'a span of time', reason: BOUNDS_TIME }],
  [
    'synchronize_seqscans',
    {
      accepts: oneOf('off', 'false', 'no', '0'),
      values: 'off',
      reason: 'Off makes the order of rows depend on fewer other sessions.',
    },
  ],
  // A mask that cuts times off must name its zone: shifting the boundaries would tell of what lies behind them.
  ['timezone', { accepts: timeZone, values: 'a time zone', reason: WRITES_VALUES }],
  ['transaction_deferrable', { accepts: boolean, values: 'on or off', reason: TRANSACTIONS }],
  ['transaction_isolation', { accepts: ISOLATION, values: ISOLATION_NAMES, reason: TRANSACTIONS }],
  [
    'transaction_read_only',
    { accepts: boolean, values: 'on or off', reason: 'Writes are judged, whatever it says.' },
  ],
  ['transaction_timeout', { accepts: duration, values: 'a span of time', reason: BOUNDS_TIME }],
  ['xmlbinary', { accepts: oneOf('base64', 'hex'), values: 'base64 or hex', reason: WRITES_VALUES }],
  [
    'xmloption',
    {
      accepts: oneOf('document', 'content'),
      values: 'document or content',
      reason: 'It changes what counts as XML.',
    },
  ],
]);
