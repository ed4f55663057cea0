/** A client that says in SASL what a test has it say, and keeps what it was told. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { encodeStartup } from '../../../../runtime/src/pgwire/codec/encode-frontend.ts';
import { type BackendMessage, backendMessages } from '../../../support/backend-messages.ts';

/** The first message of OAUTHBEARER. (RFC 7628, section 3.1.) */
export const bearer = (token: string): string => `n,,\x01auth=Bearer ${token}\x01\x01`;

/** Says one message after another, each when the proxy has asked for it; what the proxy said. */
export async function sayBySasl(
  { host, port }: { readonly host: string; readonly port: number },
  user: string,
  answers: readonly Buffer[],
): Promise<readonly BackendMessage[]> {
  const socket = connect(port, host);
  const left = [...answers];
  let bytes = Buffer.alloc(0);
  let asked = 0;
  socket.write(
    encodeStartup([
      ['user', user],
      ['database', 'crm'],
    ]),
  );
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    let messages: readonly BackendMessage[];
    try {
      messages = backendMessages(bytes);
    } catch {
      // Cut off; the rest is on its way.
      return;
    }
    if (messages.some(({ type }) => type === 'Z')) socket.end();
    // AuthenticationSASL and AuthenticationSASLContinue.
    const questions = messages.filter(
      ({ type, body }) => type === 'R' && [10, 11].includes(body.readInt32BE(0)),
    );
    for (; asked < questions.length; asked += 1) {
      const answer = left.shift();
      if (answer !== undefined) socket.write(answer);
    }
  });
  await once(socket, 'close');
  return backendMessages(bytes);
}

/** The codes of the authentication messages, and the SQLSTATE that ended it. */
export function told(messages: readonly BackendMessage[]): string {
  const parts = messages.flatMap(({ type, body }) => {
    if (type === 'R') return [`${body.readInt32BE(0)}`];
    if (type === 'E') return [/\0C([^\0]*)/.exec(body.toString('latin1'))?.[1] ?? 'no code'];
    return type === 'Z' ? ['ready'] : [];
  });
  return parts.join(' ');
}
