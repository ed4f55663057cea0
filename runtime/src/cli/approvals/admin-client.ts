/** A client of the admin listener: one request, one answer, bounded in size and time. What is secret goes over TLS, or stays on this machine. */
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';

export interface AdminRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** The header that says who asks. */
  readonly authorization: string;
  readonly body: unknown;
  /** PEM; null for the authorities that Node.js brings. */
  readonly ca: string | null;
}

export type AdminAnswer =
  | { readonly ok: true; readonly value: unknown }
  /** A sentence. */
  | { readonly ok: false; readonly problem: string };

const TIMEOUT_MILLISECONDS = 15_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** Never rejects. */
export async function askAdmin({ method, url, authorization, body, ca }: AdminRequest): Promise<AdminAnswer> {
  const text = body === null ? null : JSON.stringify(body);
  const { promise, resolve } = Promise.withResolvers<AdminAnswer>();
  const failed = (problem: string) => resolve({ ok: false, problem });
  const start = url.protocol === 'https:' ? requestTls : requestPlain;
  const outgoing = start(
    url,
    {
      method,
      headers: {
        authorization,
        accept: 'application/json',
        ...(text !== null && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        }),
      },
      ...(ca !== null && { ca }),
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    },
    (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > MAX_BYTES) outgoing.destroy(new Error('the answer is too large'));
      });
      incoming.on('error', (error) => failed(`the answer broke off: ${error.message}`));
      incoming.on('end', () =>
        resolve(answerOf(incoming.statusCode ?? 0, Buffer.concat(chunks).toString('utf8'))),
      );
    },
  );
  outgoing.on('error', (error: NodeJS.ErrnoException) =>
    failed(`the admin listener at ${url.origin} cannot be reached: ${error.code ?? error.message}`),
  );
  outgoing.end(text ?? undefined);
  return promise;
}

function answerOf(status: number, text: string): AdminAnswer {
  const value = parsed(text);
  if (status === 200 && value !== undefined) return { ok: true, value };
  const { title, detail } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (typeof title !== 'string')
    return { ok: false, problem: `the listener answered with status ${status}, and not as a proxy does` };
  return { ok: false, problem: typeof detail === 'string' ? `${title}: ${detail}` : title };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
