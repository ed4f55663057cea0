/** Requests through the listener of an API to an API of the tests: what goes on, what comes back, what is refused. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { request } from '../../attacks-http/attack.ts';
import {
  type ApiWorld,
  apiWorld,
  basic,
  type CallerName,
  UPSTREAM_TOKEN,
} from '../../attacks-http/world/world.ts';

let world: ApiWorld;

beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.stop());
beforeEach(() => world.upstream.forget());

const ADA = {
  id: 7,
  name: 'Ada',
  email: 'ada@corp.example',
  ssn: '123-45-6789',
  phones: ['+49 1', '+49 2'],
  salary: 12.5,
  address: { street: 'Main 1', city: 'Berlin' },
  unknown: 'secret',
};

function ask(caller: CallerName, target: string, init: RequestInit = {}): Promise<Response> {
  return fetch(world.origin + target, {
    ...init,
    headers: { authorization: basic(caller), ...(init.headers as Record<string, string>) },
  });
}

describe('an answer', () => {
  it('comes masked to whom the policy masks it', async () => {
    world.upstream.answerJson(ADA, {
      etag: '"ada"',
      'x-version': '3',
      'x-email': ADA.email,
      'x-leak': ADA.ssn,
    });
    const response = await ask('contractor', '/people/7');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      ...{ id: 7, name: 'Ada', email: '[redacted]', ssn: '[redacted]', phones: null, salary: null },
      address: { street: '[redacted]', city: 'Berlin' },
    });
    expect(Object.fromEntries(response.headers)).toEqual({
      ...{ 'cache-control': 'no-store', 'content-type': 'application/json', 'x-version': '3' },
      ...{ 'x-content-type-options': 'nosniff', 'content-length': expect.any(String) },
      ...{ connection: 'keep-alive', 'keep-alive': expect.any(String), date: expect.any(String) },
    });
  });

  it('comes with other masks to others, and without any to whom it is revealed', async () => {
    world.upstream.answerJson(ADA, { etag: '"ada"', 'x-leak': 'no' });
    expect(await (await ask('clerk', '/people/7')).json()).toMatchObject({
      email: '[redacted]',
      ssn: '****6789',
    });
    const response = await ask('owner', '/people/7');
    const { unknown, ...described } = ADA;
    expect(await response.text()).toBe(JSON.stringify(described));
    // What nobody described is hidden from everybody, so that this is another body than the API's.
    expect(unknown).toBe('secret');
    expect(response.headers.get('etag')).toBeNull();
    expect(response.headers.get('x-leak')).toBeNull();
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['gzip', 'br', 'deflate', 'zstd'])('is unpacked from %s', async (coding) => {
    const zlib = await import('node:zlib');
    const pack = {
      gzip: zlib.gzipSync,
      br: zlib.brotliCompressSync,
      deflate: zlib.deflateSync,
      zstd: zlib.zstdCompressSync,
    }[coding as 'gzip'];
    const packed = pack(Buffer.from(JSON.stringify([ADA])));
    world.upstream.answer((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding }).end(packed),
    );
    const response = await ask('contractor', '/people');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.json()).toMatchObject([{ email: '[redacted]' }]);
  });

  it('of events has begun before the first of them comes', async () => {
    for (const caller of ['contractor', 'owner'] as const) {
      const { promise: asked, resolve: goOn } = Promise.withResolvers<void>();
      world.upstream.answer((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        void asked.then(() => response.end('data: {"id":1}\n\n'));
      });
      // Comes with the head alone: nothing else is sent until then.
      const response = await ask(caller, '/people');
      goOn();
      expect(await response.text()).toBe('data: {"id":1}\n\n');
    }
  });

  it('is masked however long it is, while it streams', async () => {
    const count = 20_000;
    world.upstream.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[');
      for (let index = 0; index < count; index += 1)
        response.write(`${index === 0 ? '' : ','}${JSON.stringify(ADA)}`);
      response.end(']');
    });
    const text = await (await ask('contractor', '/people')).text();
    expect(JSON.parse(text)).toHaveLength(count);
    expect(text).not.toContain('ada@corp');
  });

  it('that is no JSON, or not described, does not come through', async () => {
    world.upstream.answerRaw(
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\nada@corp.example',
    );
    const broken = await ask('contractor', '/people/7');
    expect([broken.status, await broken.text()]).toEqual([502, expect.not.stringContaining('ada@')]);
    world.upstream.answer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('ada@'),
    );
    expect((await ask('contractor', '/people/7')).status).toBe(502);
    world.upstream.answer((_request, response) =>
      response.writeHead(500, { 'content-type': 'text/html' }).end('ada@'),
    );
    const error = await ask('contractor', '/people/7');
    expect([error.status, await error.text()]).toEqual([500, expect.not.stringContaining('ada@')]);
    expect((await ask('owner', '/people/7')).status).toBe(500);
  });

  it('that is described and holds nothing labelled passes', async () => {
    world.upstream.answer((_request, response) =>
      response
        .writeHead(404, { 'content-type': 'application/problem+json' })
        .end('{"title": "none", "x": 1}'),
    );
    const response = await ask('contractor', '/people/7');
    expect([response.status, await response.text()]).toEqual([404, '{"title": "none", "x": 1}']);
    world.upstream.answer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok'),
    );
    expect(await (await ask('contractor', '/status')).text()).toBe('ok');
  });

  it('of an API that is gone is a 502', async () => {
    world.upstream.answer((_request, response) => response.socket?.destroy());
    expect((await ask('contractor', '/people/7')).status).toBe(502);
  });

  it('that breaks off is cut off', async () => {
    world.upstream.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000' });
      response.write(`[${`${JSON.stringify(ADA)},`.repeat(2000)}`);
      setTimeout(() => response.socket?.destroy(), 50);
    });
    await expect(ask('contractor', '/people').then((response) => response.text())).rejects.toThrow(TypeError);
  });
});

describe('a request', () => {
  it('goes on with the credential of the proxy, and what the document describes', async () => {
    world.upstream.answerJson({});
    await ask('contractor', '/people/a%20b%2Cc?', {
      headers: {
        'x-tenant': 'a',
        'x-other': 'b',
        'x-http-method-override': 'DELETE',
        cookie: 'a=b',
        accept: 'a/b',
      },
    });
    const [seen] = world.upstream.seen;
    expect(seen?.url).toBe('/people/a%20b,c');
    expect(seen?.headers).toEqual({
      ...{ accept: 'a/b', 'accept-encoding': 'identity', 'accept-language': '*', 'x-tenant': 'a' },
      ...{ authorization: `Bearer ${UPSTREAM_TOKEN}`, connection: 'keep-alive', 'user-agent': 'node' },
      host: `127.0.0.1:${world.upstream.port}`,
    });
  });

  it('without proof of who sends it is a 401', async () => {
    for (const authorization of [
      undefined,
      'Basic',
      'Basic !!',
      basic('owner', 'wrong'),
      'Bearer a.b.c',
      'Digest a',
    ]) {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(`${world.origin}/people/7`, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Basic realm=');
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    }
    expect(world.upstream.seen).toEqual([]);
  });

  it('without a body leaves its connection open where it is refused', async () => {
    const whole = { head: ['Host: a', `Authorization: ${basic('contractor')}`] };
    const refusals = (
      await world.raw(
        Buffer.concat([
          request({ ...whole, target: '/admin/people/7' }),
          request({ ...whole, target: '/none' }),
        ]),
      )
    ).toString();
    expect(refusals.match(/HTTP\/1\.1 403 /g)).toHaveLength(2);
    expect(refusals).not.toMatch(/connection: close/i);
  });

  it('that nobody allows is a 403 with a hint', async () => {
    expect((await ask('stranger', '/status')).status).toBe(403);
    expect((await ask('contractor', '/admin/people/7')).status).toBe(403);
    expect(await (await ask('contractor', '/people?email=ada@corp.example')).json()).toEqual({
      ...{ type: 'about:blank', title: 'Forbidden', status: 403 },
      detail: expect.stringContaining('the parameter "email"'),
      hint: expect.stringContaining('An answer would tell'),
    });
    expect(world.upstream.seen).toEqual([]);
  });

  it('may write what its caller sees, and nothing else', async () => {
    const patch = (caller: CallerName, body: string, headers = {}) =>
      ask(caller, '/people/7', {
        method: 'PATCH',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    world.upstream.answer((_request, response) => response.writeHead(204).end());
    expect((await patch('contractor', '{"name":"Ada","address":{"city":"Bonn"}}')).status).toBe(204);
    expect(world.upstream.seen[0]?.body.toString()).toBe('{"name":"Ada","address":{"city":"Bonn"}}');
    world.upstream.forget();
    expect((await patch('contractor', '{"em\\u0061il":"x"}')).status).toBe(403);
    expect((await patch('contractor', '{"other":1}')).status).toBe(403);
    expect((await patch('contractor', '{')).status).toBe(400);
    expect((await patch('contractor', `{"name":"${'x'.repeat(2_000_000)}"}`)).status).toBe(413);
    expect((await patch('contractor', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await patch('contractor', '{}', { 'if-match': '"a"' })).status).not.toBe(500);
    expect(world.upstream.seen.filter(({ body }) => body.length > 2)).toEqual([]);
    expect((await patch('owner', '{"email":"x"}')).status).toBe(204);
  });

  it('counts against budgets', async () => {
    world.upstream.answerJson(ADA);
    expect((await ask('counted', '/people/7')).status).toBe(200);
    const over = await ask('counted', '/people/7');
    expect([over.status, await over.json()]).toEqual([
      429,
      expect.objectContaining({ rules: [expect.stringContaining('limit 200 bytes per minute')] }),
    ]);
    world.upstream.answer((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    );
    expect((await ask('counted', '/status')).status).toBe(429);
    expect(await (await ask('counted', '/status')).json()).toMatchObject({
      detail: 'the budget of 3 requests per day is used up',
    });
  });
});
