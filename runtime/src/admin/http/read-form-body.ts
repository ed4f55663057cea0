/** Reads the body of a request, up to a bound, as a form that a browser sends. (URL Standard, section 5.1.) */
import type { IncomingMessage } from 'node:http';
import { type Problem, problem } from './problem.ts';
import { readBody } from './read-body.ts';

const MAX_BYTES = 256 * 1024;

export type FormReading =
  | { readonly ok: true; readonly form: URLSearchParams }
  | { readonly ok: false; readonly problem: Problem };

export async function readFormBody(request: IncomingMessage): Promise<FormReading> {
  const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
  // Nothing is inflated for strangers.
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type) || encoding !== undefined)
    return { ok: false, problem: problem('bad-request', 'Send a form, as a browser does.') };
  const body = await readBody(request, MAX_BYTES);
  return body.ok ? { ok: true, form: new URLSearchParams(body.text) } : body;
}
