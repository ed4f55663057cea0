/**
 * The first line and the fields of an answer's head, and the fields behind a chunked body (RFC 9112, sections 4 and 5). Strict: a line that two
 * readers could read in two ways makes the head one that is not read. Pure.
 */

/** By names in lower case; several of one name in the order in which they came. Has no prototype. */
export type ResponseFields = Record<string, string | string[]>;

export interface ResponseHead {
  readonly status: number;
  readonly isHttp11: boolean;
  readonly fields: ResponseFields;
}

/** Section 4. Many servers leave out the space before a reason that is empty. */
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;

/** RFC 9110, section 5.6.2. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** RFC 9110, section 5.5. No CR, LF or NUL, wherever they stand. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** `text`: from the first byte to the last line, without the ends of the last line and of the head. Half a sentence where it cannot be read. */
export function readHead(text: string): ResponseHead | string {
  const end = text.indexOf('\r\n');
  const first = end === -1 ? text : text.slice(0, end);
  const line = STATUS_LINE.exec(first);
  if (line === null) return 'its first line is none of an answer';
  const fields = end === -1 ? noFields() : readFields(text, end + 2);
  if (typeof fields === 'string') return fields;
  return { status: Number(line[2]), isHttp11: line[1] === '1', fields };
}

/** The fields from `start` on. Half a sentence where they cannot be read. */
export function readFields(text: string, start: number): ResponseFields | string {
  const fields = noFields();
  for (let at = start; at < text.length; ) {
    const found = text.indexOf('\r\n', at);
    const end = found === -1 ? text.length : found;
    const colon = text.indexOf(':', at);
    if (colon === -1 || colon >= end) return 'it has a line that is no field';
    const name = text.slice(at, colon);
    // A line that begins with white space goes on with the one before, for some readers (section 5.2).
    if (!NAME.test(name)) return 'it has a field without a proper name';
    const value = trimmed(text, colon + 1, end);
    if (!VALUE.test(value)) return 'it has a field with control characters';
    add(fields, name.toLowerCase(), value);
    at = end + 2;
  }
  return fields;
}

export function noFields(): ResponseFields {
  return Object.create(null);
}

function add(fields: ResponseFields, name: string, value: string): void {
  const before = fields[name];
  if (before === undefined) fields[name] = value;
  else if (typeof before === 'string') fields[name] = [before, value];
  else before.push(value);
}

/** Without the white space around it that belongs to no value (section 5.1). */
function trimmed(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
