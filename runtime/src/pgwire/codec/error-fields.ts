/** The fields of an ErrorResponse or NoticeResponse, in the order in which they came. */
import { ByteReader } from './byte-reader.ts';
import { ByteWriter, cleanText } from './byte-writer.ts';
import { Backend, HEADER_BYTES } from './messages.ts';

/** By the letters of the documentation's "Error and Notice Message Fields". */
export const Field = {
  severity: 'S',
  /** The same, never translated. */
  severityPlain: 'V',
  sqlstate: 'C',
  message: 'M',
  detail: 'D',
  hint: 'H',
  position: 'P',
  internalPosition: 'p',
  internalQuery: 'q',
  context: 'W',
} as const;

export type ErrorFields = ReadonlyMap<string, string>;

/** Reads the fields; null where the message is malformed. Invalid UTF-8 becomes U+FFFD: it is only shown. */
export function decodeErrorFields(bytes: Buffer, start: number, end: number): ErrorFields | null {
  const reader = new ByteReader(bytes, start + HEADER_BYTES, end);
  const fields = new Map<string, string>();
  for (;;) {
    const letter = reader.byte();
    if (reader.failed) return null;
    if (letter === 0) return reader.exact ? fields : null;
    const value = reader.cstring();
    if (reader.failed) return null;
    fields.set(String.fromCharCode(letter), value.toString('utf8'));
  }
}

/** An ErrorResponse, or a NoticeResponse, with these fields in their order. */
export function encodeErrorFields(kind: 'error' | 'notice', fields: ErrorFields): Buffer {
  const type = kind === 'error' ? Backend.ErrorResponse : Backend.NoticeResponse;
  return new ByteWriter()
    .message(type, (body) => {
      for (const [letter, value] of fields) body.byte(letter.charCodeAt(0)).cstring(cleanText(value));
      body.byte(0);
    })
    .finish();
}

/** What the proxy itself has to say. */
export interface OwnError {
  readonly severity: 'ERROR' | 'FATAL';
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string | null;
  readonly hint?: string | null;
  readonly position?: number | null;
}

export function encodeError(error: OwnError): Buffer {
  const fields = new Map<string, string>([
    [Field.severity, error.severity],
    [Field.severityPlain, error.severity],
    [Field.sqlstate, error.sqlstate],
    [Field.message, error.message],
  ]);
  if (error.detail != null) fields.set(Field.detail, error.detail);
  if (error.hint != null) fields.set(Field.hint, error.hint);
  if (error.position != null) fields.set(Field.position, String(error.position));
  return encodeErrorFields('error', fields);
}

/** A NoticeResponse of the proxy's own. */
export function encodeNotice(message: string, detail: string, hint: string): Buffer {
  return encodeErrorFields(
    'notice',
    new Map([
      [Field.severity, 'NOTICE'],
      [Field.severityPlain, 'NOTICE'],
      [Field.sqlstate, '00000'],
      [Field.message, message],
      [Field.detail, detail],
      [Field.hint, hint],
    ]),
  );
}
