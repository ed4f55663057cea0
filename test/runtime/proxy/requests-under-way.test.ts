import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OpenRequest } from '../../../runtime/src/http/services.ts';
import { CredentialStore } from '../../../runtime/src/identity/credential-store.ts';
import { parseCredentials } from '../../../runtime/src/identity/read-credentials.ts';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { RequestsUnderWay } from '../../../runtime/src/proxy/apis/requests-under-way.ts';

const parsed = parseCredentials(
  JSON.stringify([
    {
      ...{ user: 'ann', verifier: await makeScramVerifier('secret'), expires: '2030-01-01T00:00:00Z' },
      caller: { sub: 'ann', kind: 'service', groups: [] },
    },
  ]),
);
if (!parsed.ok) throw new Error('the test’s own credentials are wrong');
const ann = new CredentialStore(parsed.book).find('ann') ?? fail();

function fail(): never {
  throw new Error('there is no ann');
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function world() {
  const requests = new RequestsUnderWay(Date.now);
  const said: string[] = [];
  const add = (id: string, seconds: number) => {
    const request: OpenRequest = {
      id,
      cut: () => void said.push(`cut ${id}`),
      drain: () => void said.push(`drain ${id}`),
    };
    return requests.add(request, ann, Date.now() + seconds * 1000);
  };
  const ids = () =>
    requests
      .opened()
      .map(({ id }) => id)
      .sort();
  return { requests, said, add, ids };
}

describe('requests under way', () => {
  test('are those that were added and are not over, in whatever order they end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(8), { maxLength: 60 }), (steps) => {
        const { requests, add, ids } = world();
        const open = new Map<string, () => void>();
        for (const [index, step] of steps.entries()) {
          const [id, close] = [...open][step] ?? [];
          if (id === undefined || close === undefined) open.set(`r${index}`, add(`r${index}`, 3600));
          else {
            close();
            // Whoever says it twice ends no other.
            close();
            open.delete(id);
          }
          expect(ids()).toEqual([...open.keys()].sort());
          expect(requests.connections).toBe(open.size);
        }
      }),
    );
  });

  test.each([0, 1, 59, 61, 90, 3600, 5_000_000])('are cut when their proof ends, in %d s', (seconds) => {
    const { add, said } = world();
    add('a', seconds);
    add('b', 1e9);
    if (seconds > 0) {
      vi.advanceTimersByTime(seconds * 1000 - 1);
      expect(said).toEqual([]);
    }
    vi.advanceTimersByTime(1);
    expect(said).toEqual(['cut a']);
  });

  test('are not cut once they are over', () => {
    const { add, said } = world();
    const close = add('a', 10);
    close();
    vi.advanceTimersByTime(100_000);
    expect(said).toEqual([]);
  });

  test('are waited for while the proxy ends, and told so', async () => {
    const { requests, add, said } = world();
    const [a, b] = [add('a', 3600), add('b', 3600)];
    let isDrained = false;
    const drained = requests.drain().then(() => {
      isDrained = true;
    });
    expect(requests.draining).toBe(true);
    expect(said).toEqual(['drain a', 'drain b']);
    a();
    await Promise.resolve();
    expect(isDrained).toBe(false);
    b();
    await drained;
    await requests.cut();
    expect(said).toHaveLength(2);
  });

  test('are ended by whoever revokes what let them in', () => {
    const { requests, add, said } = world();
    add('a', 3600);
    for (const { served, identity } of requests.opened())
      if (identity === ann) served.end({ sqlstate: '57P01', message: 'revoked' });
    expect(said).toEqual(['cut a']);
  });
});
