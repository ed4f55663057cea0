/** What the file of revocations may hold: an array of descriptions of tokens. The JSON Schema for editors is made from this. */
import * as v from 'valibot';
import { line, list, shape } from '../json-file/shape.ts';

const EXPECTED = 'an object with at least one of `issuer`, `sub` and `token`';

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
