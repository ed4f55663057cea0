/**
 * What a client may read of the server's errors and notices where a row of a protected relation could speak in them.
 *
 * An expression of the client computes on masks, so its errors hold masks. But what runs beneath the masks, such as
 * constraints, triggers, indexes and row security, sees the originals and quotes them. So a report keeps its severity,
 * its SQLSTATE and its place in the client's text; its own words only where they come from the statement and the
 * catalog, and never from a row. DETAIL, CONTEXT, and the fields that name objects or lines of source never go out. Pure.
 */
import { type ErrorFields, encodeErrorFields, Field } from '../codec/error-fields.ts';
import { type PositionMap, ROW_OUTSIDE_FILTER } from '../gate.ts';
import { conditionName } from './condition-names.ts';

/** Where the text stands that a report speaks of. */
export interface ReportSource {
  /** Whether rows of a protected relation may have been read in this transaction. */
  readonly tainted: boolean;
  /**
   * From the forwarded text to the client's. `same` where they are one text, `unknown` where the report's place cannot be
   * told, as for a portal.
   */
  readonly positions: PositionMap | 'same' | 'unknown';
}

/**
 * Classes of SQLSTATE whose messages are made of names, settings and states: connections, unsupported features,
 * transaction state, missing objects, serialization, syntax and names, resources, locks, operator's interventions.
 */
const SPEAKING_CLASSES: ReadonlySet<string> = new Set([
  ...[
    '03',
    '08',
    '0A',
    '0B',
    '25',
    '26',
    '28',
    '2B',
    '2D',
    '34',
    '3B',
    '3D',
    '3F',
    '40',
    '42',
    '53',
    '55',
    '57',
  ],
]);

/** Severities that are about the server's work and not about the statement. */
const SILENT_SEVERITIES: ReadonlySet<string> = new Set(['LOG', 'INFO']);

/** Whether a report must not be passed on as it came. */
export function needsNeutral(source: ReportSource): boolean {
  return source.tainted || typeof source.positions === 'function';
}

/** The ErrorResponse that the client gets in place of this one. */
export function neutralError(fields: ErrorFields, source: ReportSource): Buffer {
  if (isOutsideFilter(fields))
    return encodeErrorFields('error', reported(fields, WITH_CHECK, OUTSIDE, source));
  const sqlstate = fields.get(Field.sqlstate) ?? 'XX000';
  const text = speaks(fields)
    ? { message: fields.get(Field.message) ?? '', hint: fields.get(Field.hint) }
    : { message: conditionName(sqlstate), hint: undefined };
  return encodeErrorFields('error', reported(fields, sqlstate, text, source));
}

/** with_check_option_violation, as of a view WITH CHECK OPTION. */
const WITH_CHECK = '44000';
const OUTSIDE = { message: 'new row is outside of the row filter of its table', hint: undefined };

/** A client that makes such an error by itself tells nothing but that. */
function isOutsideFilter(fields: ErrorFields): boolean {
  return (
    fields.get(Field.sqlstate) === '22P02' &&
    (fields.get(Field.message) ?? '').includes(`"${ROW_OUTSIDE_FILTER}"`)
  );
}

/** The NoticeResponse that the client gets in place of this one; null where it gets none. */
export function neutralNotice(fields: ErrorFields, source: ReportSource): Buffer | null {
  const severity = fields.get(Field.severityPlain) ?? '';
  if (!speaks(fields) || SILENT_SEVERITIES.has(severity) || severity.startsWith('DEBUG')) return null;
  const text = { message: fields.get(Field.message) ?? '', hint: undefined };
  return encodeErrorFields('notice', reported(fields, fields.get(Field.sqlstate) ?? '00000', text, source));
}

function reported(
  fields: ErrorFields,
  sqlstate: string,
  text: { readonly message: string; readonly hint: string | undefined },
  source: ReportSource,
): ErrorFields {
  const severity = fields.get(Field.severityPlain) ?? 'ERROR';
  const kept = new Map<string, string>([
    [Field.severity, fields.get(Field.severity) ?? severity],
    [Field.severityPlain, severity],
    [Field.sqlstate, sqlstate],
    [Field.message, text.message],
  ]);
  if (text.hint !== undefined) kept.set(Field.hint, text.hint);
  const position = positionOf(fields, source);
  if (position !== null) kept.set(Field.position, String(position));
  return kept;
}

/**
 * Whether the message is made of the statement and the catalog alone. One with a place in the statement comes from
 * parsing and analysis, before any row is read. One with a context comes from inside a function, which may have said anything.
 */
function speaks(fields: ErrorFields): boolean {
  if (fields.has(Field.context) || fields.has(Field.internalQuery)) return false;
  const sqlstate = fields.get(Field.sqlstate) ?? '';
  return fields.has(Field.position) || SPEAKING_CLASSES.has(sqlstate.slice(0, 2));
}

function positionOf(fields: ErrorFields, source: ReportSource): number | null {
  const text = fields.get(Field.position);
  if (text === undefined || !/^[1-9][0-9]{0,8}$/.test(text) || source.positions === 'unknown') return null;
  const position = Number(text);
  const mapped = source.positions === 'same' ? position : source.positions(position);
  return Number.isInteger(mapped) && mapped >= 1 ? mapped : null;
}
