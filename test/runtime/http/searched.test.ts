/** What detectors find in an API: in answers, in requests, and in their heads. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  apiWorld,
  basic,
  type CallerName,
  compilePeople,
} from '../../attacks-http/world/world.ts';

let directory: string;
let world: ApiWorld;

const text = { type: 'string' };
const json = (schema: object) => ({ 'application/json': { schema } });
const note = {
  type: 'object',
  properties: { body: text, n: { type: 'integer' }, open: text, code: text, more: { type: 'object' } },
};
const responses = {
  200: { description: '', content: json(note), headers: { 'x-title': { schema: text } } },
  404: { description: '', content: { 'application/problem+json': { schema: { type: 'object' } } } },
};
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'a', version: '1' },
  paths: {
    '/notes/{key}': {
      get: {
        operationId: 'getNote',
        parameters: [
          { name: 'key', in: 'path', required: true, schema: text },
          { name: 'q', in: 'query', schema: text },
          { name: 'x-about', in: 'header', schema: text },
        ],
        responses,
      },
      put: {
        operationId: 'putNote',
        parameters: [{ name: 'key', in: 'path', required: true, schema: text }],
        requestBody: { content: { ...json(note), 'application/octet-stream': { schema: text } } },
        responses,
      },
    },
  },
};
const POLICY = `
api people from "api.json"
label pii { mail }
label pci { pan }
label plain
classify plain people.getNote.open, people.putNote.open
detector card = /\\b\\d(?:[ -]?\\d){12,18}\\b/ where luhn
detector address = /[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+/
classify pci.pan  values matching card
classify pii.mail values matching address
policy all for true {
  on people {
    allow operation getNote, putNote
    mask pci.pan with keep_last(4)
    reveal plain
  }
}
policy owners for "owners" in caller.groups {
  on people { reveal pci, pii }
}
`;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-searched-'));
  const sources = join(directory, 'policies');
  mkdirSync(sources);
  writeFileSync(join(sources, 'api.json'), JSON.stringify(DOCUMENT));
  writeFileSync(join(sources, 'people.dlp'), POLICY);
  world = await apiWorld({ bundle: await compilePeople(directory, sources) });
});
afterAll(async () => {
  await world?.stop();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => world.upstream.forget());

const CARD = '4111 1111 1111 1111';

function ask(caller: CallerName, target: string, init: RequestInit = {}): Promise<Response> {
  return fetch(world.origin + target, {
    ...init,
    headers: { authorization: basic(caller), ...(init.headers as Record<string, string>) },
  });
}

const NOTE = {
  body: `paid with ${CARD} by ann@corp.example`,
  n: 4111111111111111,
  open: CARD,
  code: 'plain',
  more: { list: [{ [CARD]: 1, deep: `ann@corp.example` }] },
};

describe('an answer', () => {
  it('has what is found masked within, by the treatment of its label', async () => {
    world.upstream.answerJson(NOTE, { 'x-title': `about ${CARD}`, etag: '"a"' });
    const response = await ask('contractor', '/notes/a');
    expect(await response.json()).toEqual({
      ...{ body: 'paid with ****1111 by [redacted]', n: null, open: CARD, code: 'plain' },
      more: { list: [{ deep: '[redacted]' }] },
    });
    expect([response.headers.get('x-title'), response.headers.get('etag')]).toEqual([null, null]);
  });

  it('passes to whom all of it is revealed', async () => {
    world.upstream.answerJson(NOTE, { 'x-title': `about ${CARD}` });
    const response = await ask('owner', '/notes/a');
    // What all policies that apply speak of is as little as the least of them shows.
    expect(await response.json()).toMatchObject({ body: 'paid with ****1111 by ann@corp.example' });
  });

  it('is looked through where it is described by no more than that it is an object', async () => {
    world.upstream.answer((_request, answer) =>
      answer
        .writeHead(404, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ detail: `no ${CARD}` })),
    );
    expect(await (await ask('contractor', '/notes/a')).json()).toEqual({ detail: 'no ****1111' });
  });

  it('does not pass where nobody described it', async () => {
    world.upstream.answer((_request, answer) =>
      answer.writeHead(500, { 'content-type': 'text/plain' }).end(`no ${CARD}`),
    );
    const response = await ask('contractor', '/notes/a');
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('4111')]);
  });
});

describe('a request', () => {
  const put = (body: unknown, type = 'application/json') =>
    ask('contractor', '/notes/a', {
      method: 'PUT',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': type },
    });

  it.each([
    ['a path', () => ask('contractor', `/notes/${encodeURIComponent(CARD)}`)],
    ['a query', () => ask('contractor', '/notes/a?q=ann%40corp.example')],
    ['a header field', () => ask('contractor', '/notes/a', { headers: { 'x-about': CARD } })],
    ['a body', () => put({ body: `was ${CARD}` })],
    ['a number of a body', () => put({ n: 4111111111111111 })],
    ['what nobody described of a body', () => put({ more: { x: [{ y: CARD }] } })],
    ['a name of a body', () => put({ more: { [CARD]: 1 } })],
  ])('with such a value in %s goes no further', async (_, request) => {
    const response = await request();
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain('4111');
    expect(world.upstream.seen).toEqual([]);
  });

  it('without one goes on', async () => {
    world.upstream.answerJson({ code: 'ok' });
    expect((await ask('contractor', '/notes/4111?q=ann', { headers: { 'x-about': '42' } })).status).toBe(200);
    expect((await put({ body: 'x', n: 7, open: CARD, more: { x: [1, 'y'] } })).status).toBe(200);
  });
});

/** Each of them stands in docs/apis.md. One that is found some day goes to the catalogue of attacks. */
describe('by design is not found', () => {
  const digits = CARD.replaceAll(' ', '');
  const wide = (text: string) =>
    [...text].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
  it.each<readonly [string, object]>([
    ['a value that is split over fields', { body: digits.slice(0, 8), code: digits.slice(8) }],
    ['a value that is split over items', { more: { list: [digits.slice(0, 8), digits.slice(8)] } }],
    ['base64', { body: Buffer.from(digits).toString('base64') }],
    ['hexadecimal', { body: Buffer.from('ann@corp.example').toString('hex') }],
    ['percent-encoding within a text', { body: 'ann%40corp.example' }],
    ['a second escape, in JSON within a text', { body: '{"a":"ann\\u0040corp.example"}' }],
    ['digits of another script', { body: wide(digits) }],
    ['an invisible character between digits', { body: [...digits].join('\u200b') }],
  ])('%s', async (_, note) => {
    world.upstream.answerJson(note);
    expect(await (await ask('contractor', '/notes/a')).json()).toEqual(note);
  });
});
