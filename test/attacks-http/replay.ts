/** Replays an attack in both worlds, and says what came of it. */
import type { Attack, Secrets } from './attack.ts';
import { answer, person } from './attack.ts';
import { stripped } from './legal-answers.ts';
import type { ApiWorld } from './world/world.ts';

export const SECRETS: readonly [Secrets, Secrets] = [
  {
    ...{ email: 'ada@alpha.example', ssn: '111-22-3333', born: '1980-01-02', salary: 1234.5 },
    ...{ phone: '+1 5550 111', street: 'Alpha Street 1', card: '4111111111111111' },
  },
  {
    ...{ email: 'grace.hopper@beta.example', ssn: '999-88-77776', born: '1999-11-30', salary: 98765432.1 },
    ...{ phone: '+49 30 22222222', street: 'Beta Avenue 22222', card: '5500000000000004' },
  },
];

export interface Reply {
  /** Null where there is none. */
  readonly status: number | null;
  /** Without what changes from moment to moment. */
  readonly bytes: string;
  readonly body: string;
  /** Whether the answer came to its end. */
  readonly isWhole: boolean;
}

export interface Outcome {
  readonly replies: readonly [Reply, Reply];
  /** What reached the APIs, in both worlds together. */
  readonly seen: readonly string[];
  /** Secrets in what came back. */
  readonly leaked: readonly string[];
}

export async function replay(attack: Attack, worlds: readonly [ApiWorld, ApiWorld]): Promise<Outcome> {
  const run = async (world: ApiWorld, secrets: Secrets): Promise<Reply> => {
    world.upstream.forget();
    world.upstream.answerRaw((attack.answer ?? ((s: Secrets) => answer(JSON.stringify(person(s)))))(secrets));
    return readReply(await world.raw(attack.sends));
  };
  const [first, second] = worlds;
  const replies = await Promise.all([run(first, SECRETS[0]), run(second, SECRETS[1])]);
  const seen = worlds.flatMap(({ upstream }) =>
    upstream.seen.map(
      ({ method, url, rawHeaders, body }) =>
        `${method} ${url}\n${rawHeaders.map((each, index) => each + (index % 2 === 0 ? ': ' : '\n')).join('')}\n${body}`,
    ),
  );
  const came = replies.map(({ bytes, body }) => `${bytes}\n${body}`).join('\n');
  const leaked = SECRETS.flatMap((secrets) => Object.values(secrets).map(String)).filter(
    (secret) =>
      // What was sent may be repeated.
      came.includes(secret) && !attack.sends.includes(secret),
  );
  return { replies, seen, leaked };
}

function readReply(bytes: Buffer): Reply {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  const head = text.slice(0, end);
  const raw = text.slice(end + 4);
  const isChunked = /\r\ntransfer-encoding: chunked/i.test(head);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  // An answer to HEAD says how long it would be.
  const isLong = length === undefined || raw.length === Number(length) || raw === '';
  const body = isChunked ? unchunked(raw) : raw;
  return {
    status: status === undefined ? null : Number(status),
    bytes: stripped(bytes),
    body,
    isWhole:
      status !== undefined && (isChunked ? /\r\n0\r\n(?:[^\r\n]+\r\n)*\r\n$|^0\r\n\r\n$/.test(raw) : isLong),
  };
}

function unchunked(text: string): string {
  let body = '';
  let at = 0;
  for (;;) {
    const end = text.indexOf('\r\n', at);
    const size = Number.parseInt(text.slice(at, end), 16);
    if (end === -1 || !(size > 0)) return body;
    body += text.slice(end + 2, end + 2 + size);
    at = end + 4 + size;
  }
}
