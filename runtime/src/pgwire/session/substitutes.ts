/**
 * What goes to the server in place of a denied message: a statement that it can never parse. So the server itself fails
 * the transaction, ends the pipeline and skips to the next Sync, exactly as after any other mistake of the client,
 * and the proxy need not imitate it. The server's error never reaches the client; the denial does.
 */
import { encodeParse, encodeQuery } from '../codec/encode-frontend.ts';

/** No statement of any version begins with this word. Constant: nothing of what was denied appears in a server's log. */
const NEVER_PARSED = 'dlp-proxy denied this statement';

const NO_PARAMETERS = Buffer.alloc(2);

/** In place of a Query or FunctionCall. */
export const DENIED_QUERY = encodeQuery(NEVER_PARSED);

/** In place of a Parse of the unnamed statement, which thereby is gone, as after any Parse that fails. */
export const DENIED_UNNAMED_PARSE = encodeParse(Buffer.alloc(0), NEVER_PARSED, NO_PARAMETERS);

/** In place of any other message of the extended protocol. The name keeps the unnamed statement as it is. */
export const DENIED_EXTENDED = encodeParse(Buffer.from('dlp-proxy'), NEVER_PARSED, NO_PARAMETERS);
