/** Offboarding: the job's credential is taken away while a statement of it runs, and its session ends there and then. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DatabaseError } from 'pg';
import type { TappedClient } from '../../support/tapped-client.ts';
import type { Stage } from '../stage.ts';
import { type Terminal, wrap } from '../terminal.ts';
import { get } from './request.ts';

/** What the proxy promises, and what is allowed for a busy machine that shows it. */
const PROMISED_SECONDS = 1;
const ALLOWED_SECONDS = 5;

/** Takes many minutes if nobody ends it. */
const LONG = 'select count(*) from customers a, customers b, customers c, orders d';

/** True where the running statement ended with the session, and the job cannot come back. */
export async function offboard(
  { api, callers, credentials }: Pick<Stage, 'api' | 'callers' | 'credentials'>,
  { client }: TappedClient,
  comesBack: () => Promise<unknown>,
  { style, width, write }: Terminal,
): Promise<boolean> {
  const { user, title } = callers.contractor;
  write(`\n${style.strong(style.accent('The job is offboarded'))}\n`);
  const text = `Somebody takes \`${user}\` out of the file of credentials. The job runs a statement meanwhile; its token, baked into an image, is as good as ever.`;
  for (const line of wrap(text, width - 3)) write(`   ${line}\n`);
  const prompt = `${title} > `;
  write('\n');
  for (const [index, line] of wrap(`${LONG};`, width - 3 - prompt.length).entries())
    write(`   ${index === 0 ? style.dim(prompt) : '  '}${style.strong(line)}\n`);
  write('\n');

  const ended = client.query(LONG).then(
    () => null,
    (error: unknown) => error,
  );
  const before = readFileSync(credentials, 'utf8');
  const entries: readonly { readonly user: string }[] = JSON.parse(before);
  const start = performance.now();
  replace(credentials, JSON.stringify(entries.filter((entry) => entry.user !== user)));
  const error = await ended;
  const seconds = (performance.now() - start) / 1000;
  const isCut = error instanceof DatabaseError && error.code === '57P01' && seconds < ALLOWED_SECONDS;
  const isOut = await comesBack().then(
    () => false,
    (refusal: unknown) => refusal instanceof DatabaseError && refusal.code === '28P01',
  );
  const overHttp = await get(`${api}/v1/customers`, callers.contractor);
  const problem = overHttp.ok ? {} : ((await overHttp.json()) as { readonly detail?: string });
  // For whoever tries the demo by hand.
  replace(credentials, before);

  if (error instanceof DatabaseError) write(`   ${style.bad('FATAL ')} ${error.code}: ${error.message}\n`);
  write(`   ${style.bad('HTTP  ')} ${overHttp.status}: ${problem.detail ?? overHttp.statusText}\n`);
  const ok = isCut && isOut && overHttp.status === 401;
  const verdict = ok
    ? `✓ ended in mid-statement after ${seconds.toFixed(2)} s, and gets in no more, by SQL or HTTP`
    : `✗ expected: ended with 57P01 within ${PROMISED_SECONDS} s, and refused when it comes back, by SQL and HTTP`;
  write(`   ${(ok ? style.good : style.bad)(verdict)}\n`);
  return ok;
}

/** In one step, so that nobody reads half of it. */
function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
