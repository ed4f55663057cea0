/**
 * The trace that a client says its request belongs to (W3C Trace Context, https://www.w3.org/TR/trace-context/), and how sqlcommenter writes it into
 * SQL. Whoever sends it is not believed: it is a number that spans are filed under, taken in exactly one form and written anew. Pure.
 */

export interface TraceContext {
  /** 32 hexadecimal digits in lower case, not all zero. */
  readonly traceId: string;
  /** 16 of them. */
  readonly spanId: string;
  readonly isSampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const LONGEST = 128;

/** Section 3.2. Null for what is no `traceparent`. */
export function readTraceparent(text: string): TraceContext | null {
  if (text.length > LONGEST) return null;
  const [, version = '', traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(text) ?? [];
  if (version === '' || version === 'ff' || (version === '00' && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export function writeTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** Section 3.3.1.5: what every system must be able to carry. */
const LONGEST_STATE = 512;
const MOST_MEMBERS = 32;
const MEMBER =
  /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

/** Section 3.3. What goes on of a `tracestate`: itself, or nothing where it is none or too long. */
export function passedTracestate(text: string): string | null {
  if (text.length > LONGEST_STATE) return null;
  const members = text.split(',').flatMap((each) => each.trim() || []);
  if (members.length === 0 || members.length > MOST_MEMBERS) return null;
  return members.every((member) => MEMBER.test(member)) ? members.join(',') : null;
}

/** Comments of sqlcommenter stand at the end of a statement; no more of it is looked at. */
const COMMENT_CHARACTERS = 1024;
const COMMENTED = /traceparent='([0-9a-f-]{55})'/;

/** What drivers write into a comment behind a statement: `traceparent='00-…-01'`. A literal may say the same, and then names a trace as well as a comment does. */
export function traceOfStatement(text: string): TraceContext | null {
  const end = text.slice(-COMMENT_CHARACTERS);
  const comment = end.lastIndexOf('/*');
  if (comment === -1) return null;
  const found = COMMENTED.exec(end.slice(comment))?.[1];
  return found === undefined ? null : readTraceparent(found);
}
