/** `--check` says which API cannot be reached, and sends it no request. */
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import type { ApiConfig } from '../../../runtime/src/config/config.ts';
import { checkApi } from '../../../runtime/src/proxy/apis/check-api.ts';

function api(url: string): ApiConfig {
  return {
    ...{ name: 'billing', listen: { host: '127.0.0.1', port: 0 }, maxJudgedBytes: 1 },
    upstream: { url, http2: false, credential: null, tls: { ca: null, servername: null, client: null } },
  };
}

it('tells what can be reached from what cannot', async () => {
  const received: Buffer[] = [];
  const server = createServer((socket) =>
    socket.on('data', (chunk) => received.push(chunk)).on('error', () => socket.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await checkApi(api(`http://127.0.0.1:${port}/base`))).toBeNull();
  expect(received).toEqual([]);
  await new Promise((resolve) => server.close(resolve));
  expect(await checkApi(api(`http://127.0.0.1:${port}/base`))).toBe(
    `source billing: the API at http://127.0.0.1:${port} cannot be reached: ECONNREFUSED`,
  );
});
