/** Connections beside a server that says what each test has it say, byte by byte. */
import { createServer, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConnectionPool, type PoolOptions } from '../../../runtime/src/http1/connection-pool.ts';
import type { ExchangeControl, OutgoingRequest } from '../../../runtime/src/http1/exchange-handler.ts';

const EMPTY = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

interface Seen {
  readonly socket: Socket;
  text: string;
}

let server: Server;
let seen: Seen[] = [];
let onData: (seen: Seen, chunk: string) => void = () => undefined;
let pool: ConnectionPool;

beforeEach(async () => {
  seen = [];
  onData = () => undefined;
  server = createServer((socket) => {
    const one = { socket, text: '' };
    seen.push(one);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      one.text += chunk.toString('latin1');
      onData(one, chunk.toString('latin1'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pool = newPool();
});

afterEach(async () => {
  pool.close();
  for (const { socket } of seen) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function newPool(changes: Partial<PoolOptions> = {}): ConnectionPool {
  const address = server.address();
  return new ConnectionPool({
    ...{ hostname: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 },
    ...{ host: 'api.example', tls: null, connections: 2 },
    ...{ connectMilliseconds: 10_000, headMilliseconds: 60_000, idleMilliseconds: 60_000 },
    ...changes,
  });
}

/** What came of it; `ok` is whole. */
interface Outcome {
  readonly ok: boolean;
  readonly status: number;
  readonly body: string;
  readonly reason: string;
  readonly isTimeout: boolean;
}

function ask(
  changes: Partial<OutgoingRequest> = {},
  on: { begun?: (control: ExchangeControl) => void; data?: (control: ExchangeControl) => void } = {},
  through = pool,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  let control: ExchangeControl | null = null;
  let status = 0;
  let body = '';
  const outcome = (ok: boolean, reason = '', isTimeout = false) =>
    resolve({ ok, status, body, reason, isTimeout });
  through.send(
    { method: 'GET', target: '/', fields: [], body: null, length: null, ...changes },
    {
      begun: (given) => {
        control = given;
        on.begun?.(given);
      },
      head: (code) => {
        status = code;
      },
      data: (piece) => {
        body += piece.toString('latin1');
        if (control !== null) on.data?.(control);
      },
      end: () => outcome(true),
      failed: (isTimeout, reason) => outcome(false, reason, isTimeout),
    },
  );
  return promise;
}

/** Waits until something is so. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

const answering = (text: string) => {
  onData = ({ socket }) => void socket.write(text, 'latin1');
};

/** One turn after the end of an answer, its connection can be asked again. */
const aTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('a connection', () => {
  test('is used again', async () => {
    answering(EMPTY);
    for (let count = 0; count < 3; count += 1) {
      expect(await ask({ target: `/${count}` })).toMatchObject({ ok: true, status: 200 });
      await aTurn();
    }
    expect(seen).toHaveLength(1);
    expect(seen[0]?.text.match(/^GET \/\d HTTP\/1\.1\r$/gm)).toHaveLength(3);
  });

  test.each([
    ['the answer says so', EMPTY.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')],
    ['something stands behind the answer', `${EMPTY}HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nother`],
    ['the answer is of HTTP/1.0', EMPTY.replace('1.1', '1.0')],
    ['the server will not wait', EMPTY.replace('\r\n\r\n', '\r\nkeep-alive: timeout=1\r\n\r\n')],
  ])('is not used again where %s', async (_name, text) => {
    answering(text);
    expect(await ask()).toMatchObject({ ok: true, body: '' });
    await aTurn();
    expect(await ask()).toMatchObject({ ok: true, body: '' });
    expect(seen).toHaveLength(2);
  });

  test('is closed where something comes that nobody asked for', async () => {
    answering(EMPTY);
    await ask();
    seen[0]?.socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nother');
    await until(() => seen[0]?.socket.destroyed === true || seen[0]?.socket.readableEnded === true);
    expect(await ask()).toMatchObject({ ok: true, body: '' });
    expect(seen).toHaveLength(2);
  });

  test('that was closed meanwhile is not asked', async () => {
    answering(EMPTY);
    await ask();
    seen[0]?.socket.end();
    await until(() => seen[0]?.socket.destroyed === true);
    expect(await ask()).toMatchObject({ ok: true });
  });

  test('is waited for, in order, where there are no more', async () => {
    const order: number[] = [];
    onData = ({ socket }) => void setTimeout(() => socket.write(EMPTY), 2);
    await Promise.all(
      Array.from({ length: 9 }, async (_, index) => {
        expect(await ask({ target: `/${index}` })).toMatchObject({ ok: true });
        order.push(index);
      }),
    );
    expect(seen).toHaveLength(2);
    expect(order.slice(2)).toEqual(order.slice(2).toSorted((a, b) => a - b));
  });

  test('is not asked for somebody who gave up in line', async () => {
    onData = ({ socket }) => void setTimeout(() => socket.write(EMPTY), 20);
    const served = [ask({ target: '/0' }), ask({ target: '/1' })];
    const { promise: gaveUp, resolve } = Promise.withResolvers<void>();
    // Nobody hears of it again.
    void ask(
      { target: '/gone' },
      {
        begun: (control) => {
          control.abort();
          resolve();
        },
      },
    );
    await gaveUp;
    expect(await Promise.all([...served, ask({ target: '/2' })])).toHaveLength(3);
    expect(seen.map(({ text }) => text).join('')).not.toContain('/gone');
  });

  test('ends with its request where nobody waits for it any more', async () => {
    const aborted = ask({}, { begun: (control) => setTimeout(() => control.abort(), 10) });
    await until(() => seen[0]?.socket.destroyed === true);
    answering(EMPTY);
    expect(await ask()).toMatchObject({ ok: true });
    expect(await Promise.race([aborted, Promise.resolve('silent')])).toBe('silent');
  });

  test('is given to the next where a request that waited has gone', async () => {
    pool.close();
    pool = newPool({ connections: 1 });
    onData = ({ socket }) => void setTimeout(() => socket.write(EMPTY), 10);
    const first = ask();
    void ask({ target: '/gone' }, { begun: (control) => control.abort() });
    const last = ask({ target: '/last' });
    expect(await first).toMatchObject({ ok: true });
    expect(await last).toMatchObject({ ok: true });
    expect(seen[0]?.text).not.toContain('/gone');
  });
});

describe('a connection that was dead when it was asked again', () => {
  /** The first request of each connection is answered, unless it is `deaf`; the second meets one that ends. */
  const closingSecond = (deaf: (index: number) => boolean = () => false) => {
    onData = (one, chunk) => {
      const requests = one.text.split('\r\n\r\n').length - 1;
      if (requests > 1 || deaf(seen.indexOf(one))) one.socket.resetAndDestroy();
      else if (chunk.includes('\r\n\r\n')) one.socket.write(EMPTY);
    };
  };
  const all = () => seen.map(({ text }) => text).join('');

  test.each(['GET', 'HEAD', 'OPTIONS'])('has a %s sent once more over another', async (method) => {
    closingSecond();
    expect(await ask()).toMatchObject({ ok: true });
    await aTurn();
    expect(await ask({ method, target: '/again' })).toMatchObject({ ok: true, status: 200 });
    expect(seen).toHaveLength(2);
    expect(all().match(/ \/again /g)).toHaveLength(2);
  });

  test('that says goodbye in place of an answer, too', async () => {
    onData = ({ socket, text }) => {
      if (seen.length === 1 && text.includes('/again')) socket.end();
      else socket.write(EMPTY);
    };
    expect(await ask()).toMatchObject({ ok: true });
    await aTurn();
    expect(await ask({ target: '/again' })).toMatchObject({ ok: true });
    expect(seen).toHaveLength(2);
  });

  test('has it sent no third time', async () => {
    closingSecond((index) => index > 0);
    expect(await ask()).toMatchObject({ ok: true });
    await aTurn();
    expect(await ask({ target: '/again' })).toMatchObject({ ok: false, status: 0 });
    expect(all().match(/ \/again /g)).toHaveLength(2);
  });

  test.each([
    ['changes something', { method: 'DELETE' }],
    ['has a body', { body: Buffer.from('hello') }],
  ])('has nothing sent again that %s', async (_name, changes) => {
    closingSecond();
    expect(await ask()).toMatchObject({ ok: true });
    await aTurn();
    expect(await ask({ target: '/again', ...changes })).toMatchObject({ ok: false, status: 0 });
    expect(all().match(/ \/again /g)).toHaveLength(1);
  });

  test('has nothing sent again once an answer has begun, or is merely late', async () => {
    onData = ({ socket, text }) => {
      if (text.includes('/begun')) socket.end('HTTP/1.1 2');
      else if (!text.includes('/late')) socket.write(EMPTY);
    };
    pool.close();
    pool = newPool({ headMilliseconds: 3_000 });
    for (const target of ['/begun', '/late']) {
      expect(await ask()).toMatchObject({ ok: true });
      await aTurn();
      expect(await ask({ target })).toMatchObject({ ok: false, status: 0, isTimeout: target === '/late' });
    }
    expect(all().match(/ \/(?:begun|late) /g)).toHaveLength(2);
  });

  test('that never served anything has nothing sent again', async () => {
    closingSecond(() => true);
    expect(await ask({ target: '/again' })).toMatchObject({ ok: false, status: 0 });
    expect(all().match(/ \/again /g)).toHaveLength(1);
  });
});

describe('a failure', () => {
  test('a server that is not there', async () => {
    const free = newPool({ port: 1 });
    expect(await ask({}, {}, free)).toMatchObject({
      ok: false,
      status: 0,
      reason: 'ECONNREFUSED',
      isTimeout: false,
    });
    free.close();
  });

  test('a server that says nothing', async () => {
    onData = () => undefined;
    const hasty = newPool({ headMilliseconds: 20 });
    expect(await ask({}, {}, hasty)).toMatchObject({ ok: false, status: 0, isTimeout: true });
    hasty.close();
  });

  test('a server that stops within a body', async () => {
    answering('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello');
    const hasty = newPool({ idleMilliseconds: 20 });
    expect(await ask({}, {}, hasty)).toMatchObject({
      ok: false,
      status: 200,
      body: 'hello',
      isTimeout: true,
    });
    hasty.close();
  });

  test('a server that closes within a body', async () => {
    onData = ({ socket }) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello');
    expect(await ask()).toMatchObject({ ok: false, status: 200, body: 'hello', isTimeout: false });
  });

  test('an answer that has two meanings', async () => {
    answering('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n');
    expect(await ask()).toMatchObject({ ok: false, status: 0 });
  });

  test('a request that could be read as two', async () => {
    expect(await ask({ target: '/ HTTP/1.1\r\nx: y' })).toMatchObject({ ok: false });
    expect(await ask({ fields: ['a', 'b\r\nc: d'] })).toMatchObject({ ok: false });
    expect(seen.map(({ text }) => text).join('')).toBe('');
  });
});

describe('a body', () => {
  const streamed = () => new PassThrough();

  test('goes out whole, counted or in chunks', async () => {
    onData = ({ socket, text }) => {
      if (text.endsWith('hello') || text.endsWith('0\r\n\r\n')) socket.write(EMPTY);
    };
    const post = { method: 'POST' };
    expect(await ask({ ...post, body: Buffer.from('hello') })).toMatchObject({ ok: true });
    expect(seen[0]?.text).toMatch(/content-length: 5\r\n[\s\S]*\r\n\r\nhello$/);
    await aTurn();
    const counted = streamed();
    const first = ask({ ...post, body: counted, length: 5 });
    counted.write('hel');
    counted.end('lo');
    expect(await first).toMatchObject({ ok: true });
    await aTurn();
    const open = streamed();
    const second = ask({ ...post, body: open });
    open.end('hello');
    expect(await second).toMatchObject({ ok: true });
    expect(seen[0]?.text).toMatch(/transfer-encoding: chunked\r\n[\s\S]*\r\n\r\n5\r\nhello\r\n0\r\n\r\n$/);
  });

  test.each([
    ['longer', 'hello!'],
    ['shorter', 'hell'],
  ])('that is %s than it says ends the connection, with no byte too many', async (_name, text) => {
    answering('');
    const body = streamed();
    const asked = ask({ method: 'POST', body, length: 5 });
    body.end(text);
    expect(await asked).toMatchObject({ ok: false });
    expect(seen.every((one) => !one.text.endsWith('!'))).toBe(true);
  });

  test('that breaks off ends the connection', async () => {
    onData = () => undefined;
    const body = streamed();
    const asked = ask({ method: 'POST', body });
    body.write('hello');
    await until(() => seen[0]?.text.includes('hello') === true);
    body.destroy();
    expect(await asked).toMatchObject({ ok: false });
    await until(() => seen[0]?.socket.destroyed === true);
    expect(seen[0]?.text).not.toContain('0\r\n\r\n');
  });

  test('that is answered before its end leaves no connection behind', async () => {
    answering(EMPTY);
    const body = streamed();
    const asked = ask({ method: 'POST', body, length: 10 });
    body.write('hello');
    expect(await asked).toMatchObject({ ok: true, status: 200 });
    await until(() => seen[0]?.socket.destroyed === true);
    body.end('later');
    await aTurn();
    expect(await ask()).toMatchObject({ ok: true });
    expect(seen).toHaveLength(2);
  });

  test('of an answer is not read while nobody takes it', async () => {
    const size = 64 * 1024 * 1024;
    let sent = 0;
    onData = ({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${size}\r\n\r\n`);
      const piece = Buffer.alloc(64 * 1024, 'x');
      const more = () => {
        while (sent < size) {
          sent += piece.length;
          if (!socket.write(piece)) break;
        }
      };
      socket.on('drain', more);
      more();
    };
    let held: ExchangeControl | null = null;
    const asked = ask(
      {},
      {
        data: (control) => {
          if (held !== null) return;
          held = control;
          control.pause();
        },
      },
    );
    await until(() => held !== null);
    // What fits between the two sockets, and no more.
    let turns = 0;
    await until(() => {
      turns = seen[0]?.socket.writableNeedDrain === true ? turns + 1 : 0;
      return turns === 20;
    });
    expect(sent).toBeLessThan(size / 2);
    (held as ExchangeControl | null)?.resume();
    expect((await asked).body).toHaveLength(size);
  });
});
