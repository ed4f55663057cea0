/**
 * The same messages past the proxy and through it. What comes back must be the same, byte for byte, but for what the
 * proxy says in its own words.
 */
import { backendMessages, describeMessage } from '../../../support/backend-messages.ts';
import type { TestDatabase } from '../../../support/test-database.ts';
import * as client from '../frontend.ts';
import { connectRaw, type RawClient } from '../raw-client.ts';
import type { WireProxy } from '../wire-proxy.ts';

const END = 'the end of the conversation';

export function targetOf(database: TestDatabase) {
  const { host, port, name, superuser, password } = database;
  return {
    ...{ host, port, database: name, user: superuser, password: () => password },
    ...({ tls: 'disable', parameters: {} } as const),
  };
}

export async function connectDirect(database: TestDatabase): Promise<RawClient> {
  return connectRaw(database, targetOf(database));
}

/** Everything that `messages` lead to, sent in these groups, each group after a moment; up to the end of the connection or of the talk. */
export async function converse(near: RawClient, messages: readonly Buffer[]): Promise<Buffer> {
  near.send(...messages, client.sync, client.query('rollback'), client.query(`select '${END}'`));
  const parts: Buffer[] = [];
  try {
    for (;;) {
      const part = await near.bytesUntil();
      parts.push(part);
      if (part.includes(END)) break;
    }
  } finally {
    near.close();
  }
  return Buffer.concat(parts);
}

/** What a conversation brings directly, and what through the proxy; each on a connection of its own. */
export async function bothWays(
  database: TestDatabase,
  proxy: WireProxy,
  direct: readonly Buffer[],
  proxied: readonly Buffer[] = direct,
): Promise<{ readonly direct: string[]; readonly proxied: string[] }> {
  const one = await converse(await connectDirect(database), direct);
  const other = await converse(await connectRaw(proxy), proxied);
  return { direct: lines(one), proxied: lines(other) };
}

/** One line for each message. Of errors that the proxy words itself, only the SQLSTATE. */
export function lines(bytes: Buffer): string[] {
  return backendMessages(bytes).map((message) => {
    const line = describeMessage(message);
    return message.type === 'E' && line.includes('C26000') ? 'E 26000' : line;
  });
}

/** The same with nothing of an error but that there is one. */
export function withoutErrors(shown: readonly string[]): string[] {
  return shown.map((line) => (line.startsWith('E ') ? 'E' : line));
}

/** The same without notices, and of an error what stays the same where its words are neutral: SQLSTATE and place. */
export function withoutWords(shown: readonly string[]): string[] {
  return shown
    .filter((line) => !line.startsWith('N '))
    .map((line) => {
      const [, sqlstate = '', position = ''] =
        /^E .*?\\x00C(\w{5})\\x00(?:.*?\\x00P(\d+)\\x00)?/.exec(line) ?? [];
      return sqlstate === '' ? line : `E ${sqlstate} ${position}`;
    });
}
