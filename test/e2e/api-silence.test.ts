/**
 * Nothing that a request or an answer holds is told to operators: a labelled value in a path, a query, a header, a cookie or a body, or one that a detector finds,
 * stands in no line that the real program writes at its most talkative, in no metric, no span, and in no problem document.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScramVerifier } from '../../runtime/src/pgwire/scram/verifier.ts';
import { request } from '../attacks-http/attack.ts';
import {
  type CallerName,
  compilePeople,
  credentialEntries,
  exchange,
  PASSWORD,
} from '../attacks-http/world/world.ts';
import { type ApiUpstream, apiUpstream } from '../support/api-upstream.ts';
import { type OtlpCollector, otlpCollector } from '../support/otlp-collector.ts';
import { type RunningProxy, startProxy } from '../support/proxy-process.ts';
import {
  ANSWERS,
  CARD,
  dashed,
  escaped,
  JSON_TYPE,
  MARK,
  percent,
  person,
  REQUESTS,
  sought,
  VALUE,
} from './api-silence-values.ts';

/** The policy of the attacks, with detectors and a labelled cookie. */
const DETECTORS = `
detector address = /[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+/
detector card    = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn
classify pii.contact values matching address
classify pii.number  values matching card
`;

const directory = mkdtempSync(join(tmpdir(), 'dlp-api-silence-'));
const output: Buffer[] = [];
let upstream: ApiUpstream;
let collector: OtlpCollector;
let proxy: RunningProxy;
let port: number;

beforeAll(async () => {
  [upstream, collector] = await Promise.all([apiUpstream(), otlpCollector()]);
  const sources = join(directory, 'policies');
  cpSync(fileURLToPath(new URL('../attacks-http/world', import.meta.url)), sources, { recursive: true });
  const edit = (name: string, change: (text: string) => string) =>
    writeFileSync(join(sources, name), change(readFileSync(join(sources, name), 'utf8')));
  edit('people.dlp', (text) => text + DETECTORS);
  edit('people.openapi.json', (text) =>
    text.replace(
      '{ "name": "X-Tenant",',
      '{ "name": "mail", "in": "cookie", "schema": { "$ref": "#/components/schemas/Email" } },\n{ "name": "X-Tenant",',
    ),
  );
  const bundle = await compilePeople(directory, sources);
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text, { mode: 0o600 });
  write('credentials.json', JSON.stringify(credentialEntries(await makeScramVerifier(PASSWORD))));
  write('mask.key', '5a'.repeat(32));
  write(
    'dlp-proxy.json',
    JSON.stringify({
      ...{ listen: { host: '127.0.0.1', port: 0 }, bundle, credentials: 'credentials.json' },
      apis: {
        people: {
          listen: { host: '127.0.0.1', port: 0 },
          upstream: { url: `http://127.0.0.1:${upstream.port}` },
        },
      },
      ...{ maskKey: { file: 'mask.key' }, admin: { listen: { port: 0 } } },
      telemetry: { traces: { endpoint: collector.url, sampling: 1 } },
      ...{ limits: { drainSeconds: 2 }, log: { level: 'debug', format: 'json' } },
    }),
  );
  proxy = await startProxy(join(directory, 'dlp-proxy.json'), directory, [], undefined, (bytes) => {
    output.push(bytes);
  });
  port = Number((await proxy.event('api-listening')).port);
}, 120_000);
afterAll(async () => {
  await proxy?.stop();
  await Promise.all([upstream?.stop(), collector?.stop()]);
  rmSync(directory, { recursive: true, force: true });
});

const CALLERS: readonly CallerName[] = ['owner', 'contractor', 'stranger'];

/** So many at a time: enough to be quick, few enough for a listener with limits. */
async function inTurn<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await run(item);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

/** Problem documents of the proxy among what came back. */
const told: Buffer[] = [];
function keepProblem(reply: Buffer): void {
  if (reply.includes('"about:blank"')) told.push(reply);
}

test('values are searched for in the forms that they are written in', () => {
  for (const text of [VALUE, `xx${VALUE}`, percent(VALUE), escaped(CARD), dashed(CARD)])
    expect(sought.findIn(Buffer.from(text))).not.toEqual([]);
  for (const before of ['', 'a', 'ab', 'abc'])
    expect(sought.findIn(Buffer.from(Buffer.from(before + VALUE).toString('base64')))).not.toEqual([]);
});

test('requests with values come to their ends, each its own', async () => {
  upstream.answerJson({ id: 7, email: VALUE });
  const sends = CALLERS.flatMap((caller) => REQUESTS.map((parts) => request({ caller, ...parts })));
  // Who asks is not known, and half a request.
  const [first = Buffer.alloc(0)] = sends;
  const unproven = Buffer.from(
    first.toString('latin1').replace(/Basic .*/, `Basic ${Buffer.from('clerk:no').toString('base64')}`),
    'latin1',
  );
  const post = request({ method: 'POST', target: '/people', headers: [JSON_TYPE], body: person(VALUE) });
  const cut = [post.subarray(0, -9), post.subarray(0, 60), first.subarray(0, 40)];
  await inTurn([...sends, unproven], async (bytes) => keepProblem(await exchange(port, bytes, false)));
  await inTurn(cut, async (bytes) => keepProblem(await exchange(port, bytes, true)));
  // Values reached the API where they may: the search would find them.
  const seen = upstream.seen.map(({ url, body, headers }) => `${url} ${JSON.stringify(headers)} ${body}`);
  expect(sought.findIn(Buffer.from(seen.join('\n')))).toEqual(expect.arrayContaining([MARK, CARD]));
}, 180_000);

test('and so do answers with values', async () => {
  for (const bytes of ANSWERS) {
    if (bytes === null) upstream.answer((_request, response) => response.destroy());
    else upstream.answerRaw(bytes);
    await inTurn(CALLERS, async (caller) => keepProblem(await exchange(port, request({ caller }), false)));
  }
}, 180_000);

test('no problem document says anything of them', () => {
  expect(told.length).toBeGreaterThan(100);
  expect(told.map(String).filter((text) => sought.findIn(Buffer.from(text)).length > 0)).toEqual([]);
});

test('nor do metrics, spans, or anything that the program writes', async () => {
  const { port: desk } = await proxy.event('admin-listening');
  const metrics = await (await fetch(`http://127.0.0.1:${desk}/metrics`)).text();
  expect(metrics).toMatch(/^dlp_proxy_requests_total\{decision="refused"\} [1-9]\d\d/m);
  expect(sought.findIn(Buffer.from(metrics))).toEqual([]);
  // What is still to be told is told by then.
  await proxy.stop();
  const decisions = new Set(collector.spans.map(({ attributes }) => attributes['dlp.decision']));
  expect(decisions).toEqual(new Set([undefined, 'forwarded', 'refused']));
  expect(sought.findIn(Buffer.from(collector.text()))).toEqual([]);
  const lines = Buffer.concat(output).toString().split('\n');
  const events = new Set(proxy.events.map(({ event }) => event));
  for (const event of ['forwarded', 'answered', 'refused', 'unproven'])
    expect(events).toContain(`request-${event}`);
  expect(events).toContain('answer-cut');
  expect(events).not.toContain('internal-error');
  expect(lines.filter((line) => sought.findIn(Buffer.from(line)).length > 0)).toEqual([]);
});
