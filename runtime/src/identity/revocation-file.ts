/** What the file of revocations may hold: an array of descriptions of tokens. The JSON Schema for editors is made from this. */
import * as v from 'valibot';
import { line, list, shape } from '../json-file/shape.ts';

const EXPECTED = 'an object with at least one of `issuer`, `sub`, `session`, `token` and `issuedBefore`';

const RevocationShape = v.pipe(
  shape(
    {
      issuer: v.optional(
        v.pipe(
          line('the URL of an issuer', 1024),
          v.description('Tokens of this issuer; of every one where it is left out.'),
        ),
      ),
      sub: v.optional(
        v.pipe(
          line('a subject', 1024),
          v.description('Tokens of this subject (`sub`), and those with which it acts for others (`act`).'),
        ),
      ),
      session: v.optional(
        v.pipe(
          line('the identifier of a session', 1024),
          v.description(
            'Tokens of this session at the provider (`sid`); together with `sub`, also those of the subject that name no session.',
          ),
        ),
      ),
      issuedBefore: v.optional(
        v.pipe(
          v.string('a time in UTC'),
          v.isoTimestamp('a time in UTC, such as `2027-01-31T12:00:00Z`'),
          v.description('Only tokens that were issued before this time (`iat`), in ISO 8601.'),
        ),
      ),
      token: v.optional(
        v.pipe(
          line('the identifier of a token', 1024),
          v.description('The token with this identifier (`jti`).'),
        ),
      ),
    },
    EXPECTED,
  ),
  v.minEntries(1, EXPECTED),
);

export const RevocationFileShape = list(RevocationShape, 100_000);

/** Which tokens are revoked: those that have everything that is said. */
export type Revocation = v.InferOutput<typeof RevocationShape>;
