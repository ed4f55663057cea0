/** What links say. The first says who; those behind it only what is less. What comes from a token is checked, whoever signed it. */
import * as v from 'valibot';

const text = v.pipe(
  v.string(),
  v.maxLength(256),
  v.check((value) => !value.includes('\0')),
);
const texts = v.pipe(v.array(text), v.maxLength(200));
const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const HolderShape = v.strictObject({
  jwk: v.strictObject({
    kty: v.literal('OKP'),
    crv: v.literal('Ed25519'),
    x: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  }),
});

/** `jti` tells the link from all others, so that it can be revoked, with all that came of it. */
/** Who acts for the subject from here on, as RFC 8693 has it; absent where it is who acted in the link before. */
const ActorShape = v.strictObject({ sub: v.pipe(text, v.minLength(1)), groups: v.optional(texts, []) });

const COMMON = {
  jti: v.pipe(text, v.minLength(1)),
  iat: seconds,
  exp: seconds,
  cnf: HolderShape,
  /** Names of sources that it opens; absent for all that the link before it opens. */
  sources: v.optional(texts),
  act: v.optional(ActorShape),
};

export const RootShape = v.strictObject({
  ...COMMON,
  aud: text,
  sub: v.pipe(text, v.minLength(1)),
  kind: v.picklist(['human', 'service']),
  groups: texts,
  claims: v.record(text, v.union([text, v.pipe(v.number(), v.safeInteger()), v.boolean(), texts])),
  task: v.strictObject({ id: text, name: text }),
});

export const LinkShape = v.strictObject({
  ...COMMON,
  /** See `linkDigest`. */
  prev: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  task: v.strictObject({ id: text, name: v.pipe(text, v.minLength(1)) }),
});

export type RootClaims = v.InferOutput<typeof RootShape>;
export type LinkClaims = v.InferOutput<typeof LinkShape>;
