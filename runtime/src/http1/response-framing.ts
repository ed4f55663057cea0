/** Where the body of an answer ends (RFC 9112, section 6.3), and whether its connection can be used again (section 9.3). Pure. */
import type { ResponseFields, ResponseHead } from './response-fields.ts';

export interface ResponseFraming {
  /** `none`: there is no body. `close`: it ends with the connection. A number: of bytes that are to come, more than 0. */
  readonly body: 'none' | 'chunked' | 'close' | number;
  /** Whether another request may follow on the connection, once the answer has come whole. */
  readonly keepsAlive: boolean;
}

const LENGTH = /^\d{1,15}$/;

/** `method`: of the request. Half a sentence for an answer whose end two readers could see in two places. */
export function readFraming(method: string, head: ResponseHead): ResponseFraming | string {
  const { status, isHttp11, fields } = head;
  const length = fields['content-length'];
  const coding = fields['transfer-encoding'];
  // Rule 3: an attempt to smuggle, or a broken server.
  if (length !== undefined && coding !== undefined) return 'it has both Content-Length and Transfer-Encoding';
  // Rule 5. Lengths that are the same are refused too.
  if (length !== undefined && (typeof length !== 'string' || !LENGTH.test(length)))
    return 'its Content-Length is no number';
  // Section 7: only chunked is known, and it stands once.
  if (coding !== undefined && (typeof coding !== 'string' || coding.toLowerCase() !== 'chunked'))
    return 'it has a transfer coding other than chunked';
  if (coding !== undefined && !isHttp11) return 'HTTP/1.0 has no transfer codings';
  const bytes = length === undefined ? null : Number(length);
  const options = connectionOptions(fields);
  const isPersistent = isHttp11 && !options.includes('close');
  // Rule 1.
  if (method === 'HEAD') return { body: 'none', keepsAlive: isPersistent };
  if (status < 200 || status === 204 || status === 304) {
    // A server that says that there is a body may send one, which would be read as the next answer.
    return { body: 'none', keepsAlive: isPersistent && coding === undefined && (bytes ?? 0) === 0 };
  }
  // Rule 4.
  if (coding !== undefined) return { body: 'chunked', keepsAlive: isPersistent };
  // Rule 6.
  if (bytes !== null) return { body: bytes === 0 ? 'none' : bytes, keepsAlive: isPersistent };
  // Rule 8.
  return { body: 'close', keepsAlive: false };
}

/** Names in lower case. */
function connectionOptions({ connection }: ResponseFields): readonly string[] {
  if (connection === undefined || connection === 'keep-alive') return [];
  const text = typeof connection === 'string' ? connection : connection.join(',');
  return text.split(',').map((option) => option.trim().toLowerCase());
}
