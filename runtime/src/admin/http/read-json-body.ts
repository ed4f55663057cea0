/** Reads the body of a request, up to a bound, as JSON. */
import type { IncomingMessage } from 'node:http';
import { type Problem, problem } from './problem.ts';
import { readBody } from './read-body.ts';

const MAX_BYTES = 16 * 1024;

export type BodyReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: Problem };

export async function readJsonBody(request: IncomingMessage): Promise<BodyReading> {
  // What a form of another site can send without being asked is never this type.
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers['content-type'] ?? ''))
    return refused('not-json', 'Send `Content-Type: application/json`.');
  const body = await readBody(request, MAX_BYTES);
  if (!body.ok) return body;
  try {
    return { ok: true, value: JSON.parse(body.text) };
  } catch (error) {
    if (error instanceof SyntaxError) return refused('bad-request', 'The body is no JSON text.');
    throw error;
  }
}

function refused(kind: Parameters<typeof problem>[0], detail: string): BodyReading {
  return { ok: false, problem: problem(kind, detail) };
}
