import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saslprep } from '../../../../runtime/src/pgwire/scram/saslprep.ts';
import { makeScramVerifier } from '../../../../runtime/src/pgwire/scram/verifier.ts';
import { type TestDatabase, testDatabase } from '../../../support/test-database.ts';

/** Passwords and what is hashed of them; the first five are those of RFC 4013, section 3. */
const CASES: readonly (readonly [about: string, password: string, prepared: string])[] = [
  ['a soft hyphen goes', 'I\u00adX', 'IX'],
  ['lower case stays', 'user', 'user'],
  ['upper case stays', 'USER', 'USER'],
  ['a compatibility letter becomes the letter', '\u00aa', 'a'],
  ['a Roman numeral becomes letters', '\u2168', 'IX'],
  ['ASCII stays as it is, control characters too', 'a\u0007b', 'a\u0007b'],
  ['a wide space becomes a space', 'a\u3000b', 'a b'],
  ['a zero-width space becomes a space', 'a\u200bb', 'a b'],
  ['a decomposed letter is composed', 'e\u0301', '\u00e9'],
  ['a ligature is taken apart', '\ufb01x', 'fix'],
  ['mixed directions leave the password as it is', '\u06271\u2168', '\u06271\u2168'],
  ['right-to-left letters at both ends are fine', '\u0627\u00ad1\u0628', '\u06271\u0628'],
  ['right to left with a Latin letter inside is not', '\u0627a\u00ad\u0628', '\u0627a\u00ad\u0628'],
  ['an unassigned code point leaves the password as it is', '\u{1f600}\u2168', '\u{1f600}\u2168'],
  ['a private code point does too', '\ue000\u2168', '\ue000\u2168'],
  ['a control character beyond ASCII does too', '\u0080\u2168', '\u0080\u2168'],
  ['nothing left leaves the password as it is', '\u00ad', '\u00ad'],
];

describe('SASLprep', () => {
  it.each(CASES)('%s', (_, password, prepared) => {
    expect(saslprep(password)).toBe(prepared);
  });
});

describe("PostgreSQL's own verifiers", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database?.drop());

  it('are those that we make of the same passwords', async () => {
    const { name } = await database.createRole();
    for (const [about, password] of CASES) {
      await database.query(`alter role ${name} password '${password}'`);
      const [row] = await database.query(`select rolpassword from pg_authid where rolname = '${name}'`);
      const verifier = String(row?.rolpassword);
      const salt = Buffer.from(verifier.split(/[:$]/)[2] ?? '', 'base64');
      expect(await makeScramVerifier(password, { salt }), about).toBe(verifier);
    }
  });
});
