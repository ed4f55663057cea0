import { expect, test } from 'vitest';
import { listen } from '../../../runtime/src/proxy/listener.ts';

const nobody = () => undefined;

test('a port that is taken, and an address of another machine, are told in a sentence', async () => {
  const first = await listen({ host: '127.0.0.1', port: 0 }, nobody, nobody);
  if (!first.ok) throw new Error(first.reason);
  const { port } = first.listener;
  expect(port).toBeGreaterThan(0);
  expect(await listen({ host: '127.0.0.1', port }, nobody, nobody)).toEqual({
    ok: false,
    reason: `cannot listen on 127.0.0.1:${port}: another program listens there already`,
  });
  first.listener.close();
  // 192.0.2.0/24 belongs to documentation (RFC 5737).
  expect(await listen({ host: '192.0.2.1', port: 0 }, nobody, nobody)).toEqual({
    ok: false,
    reason: 'cannot listen on 192.0.2.1:0: this machine does not have that address',
  });
});
