/** Reads the body of a request, up to a bound, as JSON. */
import type { IncomingMessage } from 'node:http';
import { type Problem, problem } from './problem.ts';

const MAX_BYTES = 16 * 1024;

export type BodyReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: Problem };

export async function readJsonBody(request: IncomingMessage): Promise<BodyReading> {
  // What a form of another site can send without being asked is never this type.
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? ''))
    return refused('not-json', 'Send `Content-Type: application/json`.');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return refused('too-large', `The limit is ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      return refused('bad-request', 'The body is no JSON text.');
    throw error;
  }
}

function refused(kind: Parameters<typeof problem>[0], detail: string): BodyReading {
  return { ok: false, problem: problem(kind, detail) };
}
