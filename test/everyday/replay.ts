/** Sends cases on one connection, in each way that a driver might, and keeps every byte that comes back. Expects nothing. */
import { openSession, type RawSession } from '../attacks/wire/session.ts';
import * as client from '../runtime/pgwire/frontend.ts';
import { backendMessages, describeMessage } from '../support/backend-messages.ts';
import type { ConnectionTarget } from '../support/tapped-client.ts';
import { type EverydayCase, isUndone } from './statement.ts';

/** One line for each message, by the way in which the case was sent. */
export type Transcript = Readonly<Record<string, readonly string[]>>;

/** What comes back for `cases`, on a connection of its own. Each case ends as if it had never been. */
export async function replay(
  target: ConnectionTarget,
  cases: readonly EverydayCase[],
): Promise<ReadonlyMap<EverydayCase, Transcript>> {
  const session = await openSession(target);
  try {
    const transcripts = new Map<EverydayCase, Transcript>();
    for (const everyday of cases) transcripts.set(everyday, await inEachWay(session, everyday));
    return transcripts;
  } finally {
    session.close();
  }
}

async function inEachWay(session: RawSession, everyday: EverydayCase): Promise<Transcript> {
  const ways = {
    ...(everyday.values === null && { simple: () => simple(everyday) }),
    ...(!everyday.simpleOnly && {
      extended: () => extended(everyday, 'text'),
      'extended, binary': () => extended(everyday, 'binary'),
    }),
  };
  const shown: Record<string, readonly string[]> = {};
  for (const [way, messages] of Object.entries(ways)) {
    const [bytes, readies] = framed(everyday, messages());
    const answer = await session.ask(bytes, readies);
    if (answer.closed) throw new Error(`${everyday.place}, ${way}: the connection was closed`);
    shown[way] = backendMessages(answer.bytes).map((message) => withoutSource(describeMessage(message)));
  }
  return shown;
}

/**
 * The places in the server's source that errors name are left out: the proxy words some errors itself, where it need not ask the server, and
 * keeps them back where the statement touches what is protected.
 */
function withoutSource(line: string): string {
  return /^[EN] /.test(line) ? line.replace(/\\x00F[\w.]+\\x00L\d+\\x00R\w+/, '') : line;
}

/** Messages, and how many times the server will be ready. */
type Messages = readonly [bytes: Buffer, readies: number];

function framed(everyday: EverydayCase, [bytes, readies]: Messages): Messages {
  const before = isUndone(everyday) ? [client.query('begin')] : [];
  const after = [client.query('rollback'), client.query('discard all')];
  return [Buffer.concat([...before, bytes, ...after]), before.length + readies + after.length];
}

function simple({ texts }: EverydayCase): Messages {
  const messages = texts.flatMap(({ sql, data }) => [client.query(sql), ...copied(data)]);
  return [Buffer.concat(messages), texts.length];
}

function extended({ texts, values }: EverydayCase, results: 'text' | 'binary'): Messages {
  const messages = texts.flatMap(({ sql, data }) => [
    client.parse('', sql),
    client.describeStatement(''),
    client.bind('', '', values ?? [], results),
    client.describePortal(''),
    client.execute(''),
    ...copied(data),
    client.sync,
  ]);
  return [Buffer.concat(messages), texts.length];
}

function copied(data: string | null): Buffer[] {
  return data === null ? [] : [client.copyData(data), client.copyDone];
}
