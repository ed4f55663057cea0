/**
 * Takes `multipart/form-data` apart (RFC 2046, section 5.1; RFC 7578) by its letter: what readers are known to disagree on is no part of it. So
 * there is nothing before the first boundary or behind the last, no boundary that is not one, no line that ends otherwise than in CRLF, and no field of a part
 * but the two that forms have, once each.
 */

export interface Part {
  readonly name: string;
  /** Null where the part does not say. */
  readonly mediaType: string | null;
  readonly isFile: boolean;
  readonly content: Buffer;
}

const MOST_PARTS = 1_000;
const LONGEST_HEAD = 4 * 1024;

/** Of a name: what no reader decodes, cuts or ends at. */
const NAME = '[^"\\\\%\\u0000-\\u001f\\u007f]{1,1000}';
const FILE_NAME = '[^"\\\\\\u0000-\\u001f\\u007f]{0,1000}';
const DISPOSITION = new RegExp(`^form-data; name="(${NAME})"(?:; filename="(${FILE_NAME})")?$`, 'i');
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:; ?charset=(?:utf-8|"utf-8"))?$/i;

/** The parts, or half a sentence where the body is none. */
export function readParts(body: Buffer, boundary: string): readonly Part[] | string {
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  if (body.indexOf(delimiter) !== 0) return 'it does not begin with its boundary';
  let at = delimiter.length;
  while (!startsWith(body, at, '--')) {
    if (!startsWith(body, at, '\r\n')) return 'it has something behind a boundary';
    if (parts.length === MOST_PARTS) return `it has more than ${MOST_PARTS} parts`;
    const next = body.indexOf(delimiter, at);
    if (next === -1) return 'it ends too early';
    // The content ends before the line that the boundary stands on.
    if (!startsWith(body, next - 2, '\r\n')) return 'it has its boundary within a line';
    const part = readPart(body.subarray(at + 2, next));
    if (typeof part === 'string') return part;
    parts.push(part);
    at = next + delimiter.length;
  }
  const rest = body.subarray(at + 2);
  return rest.length === 0 || rest.equals(Buffer.from('\r\n')) ? parts : 'it has something behind its end';
}

/** `bytes`: head, empty line, content, and the end of its last line. */
function readPart(bytes: Buffer): Part | string {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1 || end > LONGEST_HEAD || end + 4 > bytes.length - 2) return 'it has a part without a head';
  const head = bytes.subarray(0, end).toString();
  let disposition: RegExpExecArray | null = null;
  let mediaType: string | null = null;
  for (const line of head.split('\r\n')) {
    const [, field = '', value = ''] = /^([A-Za-z-]+): ?(.*)$/.exec(line) ?? [];
    const name = field.toLowerCase();
    if (name === 'content-disposition' && disposition === null) {
      disposition = DISPOSITION.exec(value);
      if (disposition === null) return 'it has a part whose name can be read in two ways';
    } else if (name === 'content-type' && mediaType === null) {
      if (!MEDIA_TYPE.test(value)) return 'it has a part of a media type or charset that cannot be read';
      mediaType = value;
    } else {
      return 'it has a part with a field that forms do not have';
    }
  }
  if (disposition === null) return 'it has a part without a name';
  const name = disposition[1] ?? '';
  // It would say how all others are to be read (RFC 7578, section 4.6).
  if (name === '_charset_') return 'it has a part that names a charset';
  return {
    name,
    mediaType,
    isFile: disposition[2] !== undefined,
    content: bytes.subarray(end + 4, bytes.length - 2),
  };
}

function startsWith(body: Buffer, at: number, text: string): boolean {
  return body.toString('latin1', Math.max(at, 0), at + text.length) === text;
}
