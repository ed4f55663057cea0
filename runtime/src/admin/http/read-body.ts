/** Reads the body of a request, up to a bound, as text. */
import type { IncomingMessage } from 'node:http';
import { type Problem, problem } from './problem.ts';

export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: Problem };

export async function readBody(request: IncomingMessage, maxBytes: number): Promise<TextReading> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      return { ok: false, problem: problem('too-large', `The limit is ${maxBytes} bytes.`) };
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { ok: true, text };
  } catch (error) {
    if (error instanceof TypeError)
      return { ok: false, problem: problem('bad-request', 'The body is no UTF-8 text.') };
    throw error;
  }
}
