/** Text of the client: UTF-8 or nothing. Bytes that are none could mean something else to the server than to us. */
import { isUtf8 } from 'node:buffer';

/** The text that `bytes` hold; null where they are not valid UTF-8. A byte order mark stays a character of the text. */
export function utf8Text(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}
