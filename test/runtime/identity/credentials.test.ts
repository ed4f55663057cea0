import { describe, expect, test } from 'vitest';
import { CredentialStore } from '../../../runtime/src/identity/credential-store.ts';
import { parseCredentials, readCredentials } from '../../../runtime/src/identity/read-credentials.ts';
import { problemText } from '../../../runtime/src/json-file/problem.ts';
import { makeScramVerifier } from '../../../runtime/src/pgwire/scram/verifier.ts';
import { NO_CLAIMS, NO_TASK } from '../../support/askers.ts';

const VERIFIER = await makeScramVerifier('secret');
const OTHER_VERIFIER = await makeScramVerifier('another');

const CI = {
  user: 'ci-nightly',
  verifier: VERIFIER,
  expires: '2027-01-31T12:00:00Z',
  caller: { sub: 'ci', kind: 'service', groups: ['etl', 'contractors'] },
};

function mistakes(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const parsed = parseCredentials(text);
  return parsed.ok
    ? 'fine'
    : parsed.problems.map((problem) => problemText('credentials.json', problem)).join('\n');
}

function bookOf(...entries: object[]) {
  const parsed = parseCredentials(JSON.stringify(entries));
  if (!parsed.ok) throw new Error(mistakes(entries));
  return parsed.book;
}

describe('the file of credentials', () => {
  test('gives a book', () => {
    expect(bookOf(CI, { ...CI, user: 'ann', disabled: true })).toEqual(
      new Map([
        [
          'ci-nightly',
          {
            user: 'ci-nightly',
            verifier: VERIFIER,
            expiresAt: new Date('2027-01-31T12:00:00Z'),
            disabled: false,
            caller: {
              ...{ sub: 'ci', kind: 'service', groups: new Set(['etl', 'contractors']) },
              claims: NO_CLAIMS,
              actor: null,
            },
            actors: [],
            task: NO_TASK,
          },
        ],
        ['ann', expect.objectContaining({ disabled: true })],
      ]),
    );
    expect(bookOf().size).toBe(0);
  });

  test('says who acts for a caller', () => {
    const actor = { sub: 'bot', groups: ['agents'] };
    expect(bookOf({ ...CI, caller: { ...CI.caller, actor } }).get('ci-nightly')).toMatchObject({
      caller: { sub: 'ci', actor: { sub: 'bot', groups: new Set(['agents']) } },
      actors: ['bot'],
    });
    expect(mistakes([{ ...CI, caller: { ...CI.caller, actor: { groups: [] } } }])).toContain(
      'caller.actor.sub: is missing',
    );
  });

  test('tells every mistake at once, and shows no verifier', () => {
    const text = mistakes([
      { ...CI, verifier: 'md5d41d8cd98f00b204e9800998ecf8427e', expires: '2027-02-30T00:00:00Z' },
      { ...CI, verifier: VERIFIER.replace('$4096:', '$1000:') },
      { ...CI, expires: undefined, expire: 'never' },
      { user: '', caller: { sub: 's', kind: 'robot', groups: 'etl' } },
      'ann',
    ]);
    expect(text.replaceAll(/^(credentials\.json):\d+:\d+/gm, '$1')).toMatchInlineSnapshot(`
      "credentials.json: [0].verifier: found a text, expected a SCRAM-SHA-256 verifier, as \`dlp-proxy hash-password\` prints it
      credentials.json: [0].expires: found \`2027-02-30T00:00:00Z\`, expected an instant in UTC such as 2027-01-31T12:00:00Z
      credentials.json: [1].verifier: found a text, expected a SCRAM-SHA-256 verifier, as \`dlp-proxy hash-password\` prints it
      credentials.json: [2].expires: is missing, expected an instant in UTC such as 2027-01-31T12:00:00Z
      credentials.json: [2].expire: is not a known key
        hint: Did you mean \`expires\`?
      credentials.json: [3].verifier: is missing, expected a SCRAM-SHA-256 verifier, as \`dlp-proxy hash-password\` prints it
      credentials.json: [3].expires: is missing, expected an instant in UTC such as 2027-01-31T12:00:00Z
      credentials.json: [3].user: found an empty text, expected a user name
      credentials.json: [3].caller.kind: found \`robot\`, expected "human" or "service"
      credentials.json: [3].caller.groups: found a text, expected an array
      credentials.json: [4]: found a text, expected an object"
    `);
    expect(text).not.toContain('d41d8');
  });

  test('has each user once', () => {
    expect(mistakes([CI, CI])).toMatch(/\[1\]\.user: there is a credential for this user already/);
  });

  test.each([
    ['{}', 'credentials.json:1:1: found an object, expected an array'],
    ['[', 'credentials.json:1:2: the file ends where a value is expected'],
  ])('%s is refused', (text, expected) => expect(mistakes(text)).toBe(expected));

  test.each([
    ['2027-01-31T12:00:00Z', true],
    ['2027-01-31T12:00:00.5Z', true],
    ['2027-01-31T12:00:00+01:00', false],
    ['2027-01-31T12:00:00', false],
    ['2027-01-31', false],
    ['2027-13-01T00:00:00Z', false],
    ['2027-01-31T24:00:00Z', false],
    ['never', false],
  ])('`%s` as an end: %s', (expires, fine) => expect(mistakes([{ ...CI, expires }]) === 'fine').toBe(fine));

  test('that others could change is refused, that others can read is told', async () => {
    const reading = (readable: boolean, writable: boolean) =>
      readCredentials('/c.json', async () => ({ ok: true, text: '[]', exposure: { readable, writable } }));
    expect(await reading(false, false)).toEqual({ ok: true, book: new Map(), exposed: false });
    expect(await reading(true, false)).toEqual({ ok: true, book: new Map(), exposed: true });
    expect(await reading(false, true)).toMatchObject({ ok: false });
  });
});

describe('the credentials in force', () => {
  test('names are names while anybody is called so, and after; nothing else is', () => {
    const store = new CredentialStore(bookOf(CI, { ...CI, user: 'ann', disabled: true }));
    expect(['ci-nightly', 'ann', 'dlps_secret', 'toString'].map((name) => store.knew(name))).toEqual([
      ...[true, true, false, false],
    ]);
    store.replace(bookOf({ ...CI, user: 'ann' }));
    expect(['ci-nightly', 'ann'].map((name) => store.knew(name))).toEqual([true, true]);
  });

  test('disabled and unknown users are not found', () => {
    const store = new CredentialStore(bookOf(CI, { ...CI, user: 'ann', disabled: true }));
    expect(store.find('ci-nightly')?.caller.sub).toBe('ci');
    expect(store.find('ann')).toBeNull();
    expect(store.find('toString')).toBeNull();
  });

  test.each([
    ['nothing', CI, null],
    ['the order of groups', { ...CI, caller: { ...CI.caller, groups: ['contractors', 'etl'] } }, null],
    ['a later end', { ...CI, expires: '2027-02-01T00:00:00Z' }, null],
    ['an earlier end', { ...CI, expires: '2027-01-01T00:00:00Z' }, 'changed'],
    ['a group less', { ...CI, caller: { ...CI.caller, groups: ['etl'] } }, 'changed'],
    ['another group', { ...CI, caller: { ...CI.caller, groups: ['etl', 'dba'] } }, 'changed'],
    ['a claim more', { ...CI, caller: { ...CI.caller, claims: { level: 1 } } }, 'changed'],
    ['an empty task', { ...CI, task: {} }, null],
    ['another task', { ...CI, task: { name: 'x' } }, 'changed'],
    ['another subject', { ...CI, caller: { ...CI.caller, sub: 'other' } }, 'changed'],
    ['somebody who acts for them', { ...CI, caller: { ...CI.caller, actor: { sub: 'bot' } } }, 'changed'],
    ['another kind', { ...CI, caller: { ...CI.caller, kind: 'human' } }, 'changed'],
    ['another password', { ...CI, verifier: OTHER_VERIFIER }, 'changed'],
    ['being disabled', { ...CI, disabled: true }, 'disabled'],
    ['being removed', null, 'removed'],
  ])('what %s means for a session', (_, changed, expected) => {
    const store = new CredentialStore(bookOf(CI));
    const held = store.find(CI.user);
    if (held === null) throw new Error('not found');
    store.replace(changed === null ? bookOf() : bookOf(changed));
    expect(store.revocationOf(held)).toBe(expected);
  });

  test('open nothing while the file cannot be used, and do again after', () => {
    const store = new CredentialStore(bookOf(CI));
    expect(store.usable).toBe(true);
    store.refuseAll();
    expect(store.usable).toBe(false);
    expect(store.find('ci-nightly')).not.toBeNull();
    store.replace(bookOf(CI));
    expect(store.usable).toBe(true);
  });

  test('are counted as of a time', () => {
    const store = new CredentialStore(
      bookOf(CI, { ...CI, user: 'a', disabled: true }, { ...CI, user: 'b', expires: '2026-01-01T00:00:00Z' }),
    );
    expect(store.count(Date.parse('2026-11-22T00:00:00Z'))).toEqual({ users: 1, unusable: 2 });
  });
});
