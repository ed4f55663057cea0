/** Connections are counted in all and by address, and given back. */
import { describe, expect, it, test } from 'vitest';
import { ClientConnections, networkOf } from '../../../runtime/src/proxy/client-connections.ts';

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::FFFF:10.0.0.1', '10.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['2001:db8::1:2:3:10.0.0.1', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s is of %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('a bound', () => {
  it('holds for one address, whatever is behind its prefix', () => {
    const clients = new ClientConnections({ maxConnections: 10, maxConnectionsPerAddress: 2 });
    const first = clients.take('2001:db8::1');
    expect(clients.take('2001:db8::2').ok).toBe(true);
    expect(clients.take('2001:db8::3')).toEqual({ ok: false, beyond: 'address' });
    expect(clients.take('2001:db8:0:1::3').ok).toBe(true);
    if (first.ok) {
      first.release();
      first.release();
    }
    expect(clients.open).toBe(2);
    expect(clients.take('2001:db8::3').ok).toBe(true);
    expect(clients.take('2001:db8::4')).toEqual({ ok: false, beyond: 'address' });
  });

  it('holds for all of them', () => {
    const clients = new ClientConnections({ maxConnections: 2, maxConnectionsPerAddress: 2 });
    expect([clients.take('a').ok, clients.take('b').ok]).toEqual([true, true]);
    expect(clients.take('c')).toEqual({ ok: false, beyond: 'all' });
  });
});
