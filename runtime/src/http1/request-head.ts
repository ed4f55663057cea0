/** Writes the head of a request (RFC 9112, section 3), so that there is one way to read it. Pure. */

export interface RequestHead {
  readonly method: string;
  /** Origin form. */
  readonly target: string;
  readonly host: string;
  /** Names and values in turn. Those that say how a message is framed or routed are left out. */
  readonly fields: readonly string[];
  /** Bytes of the body; null where it does not say, and comes in chunks. */
  readonly length: number | null;
}

/** Said by this file alone. */
const FRAMING: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
]);

/** Methods that announce a body, so that a server wants to hear that there is none (RFC 9110, section 8.6). */
const BODIED: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TARGET = /^\/[\x21-\x7e]*$/;
const NAME = METHOD;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** In Latin 1. Null where something could be read as more than it is: whoever judged it should not have let it through. */
export function requestHead({ method, target, host, fields, length }: RequestHead): string | null {
  if (!METHOD.test(method) || !TARGET.test(target)) return null;
  let head = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at] ?? '';
    const value = fields[at + 1] ?? '';
    if (!NAME.test(name) || !VALUE.test(value)) return null;
    if (!FRAMING.has(name.toLowerCase())) head += `${name}: ${value}\r\n`;
  }
  if (length === null) head += 'transfer-encoding: chunked\r\n';
  else if (length > 0 || BODIED.has(method)) head += `content-length: ${length}\r\n`;
  return `${head}connection: keep-alive\r\n\r\n`;
}
