/** What a policy of an API asks for is done, or its bundle is refused with the rule that asks. */
import type { HttpMatcher } from '@dlpc/runtime/abi';
import { expect, test } from 'vitest';
import { unenforcedHttp } from '../../../runtime/src/proxy/unenforced.ts';
import { matcher } from '../judge/fixture.ts';

const said = { policy: 0, rule: 0 };

const api: HttpMatcher = {
  ...{ abi: matcher.abi, source: 'billing', identity: null, claims: [], windows: [], ends: [] },
  policies: [{ name: 'all', applies: () => true, admits: true, record: null }],
  rules: [{ policy: 0, text: 'the rule', file: 'a.dlp', line: 3 }],
  ...{
    limits: [],
    routes: [],
    operations: [],
    shapes: [],
    fields: [],
    detectors: [],
    searches: [],
    closed: false,
  },
};
const redact = { name: 'redact', args: [], type: 'text' };

test.each<readonly [string, Partial<HttpMatcher>]>([
  [
    'counts per session, and requests to an API have none',
    { limits: [{ ...said, amount: 1, unit: 'bytes', per: 'session', beyond: 'stop' }] },
  ],
  [
    'does not know the mask',
    {
      fields: [
        {
          name: 'a',
          found: null,
          labels: [{ label: 'pii', rules: [] }],
          fallback: { text: 'blur', rank: 0, keyed: false, mask: { ...redact, name: 'blur' } },
        },
      ],
    },
  ],
])('an API: %s', (what, change) => {
  expect(unenforcedHttp(api)).toEqual([]);
  expect(unenforcedHttp({ ...api, ...change })).toEqual([expect.stringContaining(what)]);
});
