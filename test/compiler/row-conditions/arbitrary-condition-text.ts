/** Random row conditions that are well typed, as an author would write them, and rows to ask them of. */
import fc from 'fast-check';
import type { AskerValues } from './read-conditions.ts';

const TEXTS = ['', 'a', 'A', 'north', 'north ', "it's", 'x%', 'x_y', 'ä😀', '\\', 'true', '12'];
const UUIDS = ['6f1c2a52-5f0e-4f5c-9a54-0f3a1b2c3d4e', '00000000-0000-0000-0000-000000000000'];
const DAYS = ['2026-01-31', '1999-12-31', '2000-02-29'];
const MOODS = ['sad', 'ok', "it's fine"];

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const literal = (values: readonly string[]) => fc.constantFrom(...values).map(quoted);

const textColumns = ['t', 'v', 'n', 'k', '"Odd Name"', 'cd', 'rows_i_text'].slice(0, 6);
const textValue = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...textColumns) },
  { weight: 3, arbitrary: literal(TEXTS) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'caller.sub',
      'caller.claims.department',
      'caller.claims."Mixed"',
      'task.name',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('i::text', 'u::text', 'e::text', 'flag::text', 'num::text', 'c::text'),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('caller.claims.region', ...textColumns), literal(TEXTS))
      .map(([a, b]) => `coalesce(${a}, ${b})`),
  },
  { weight: 1, arbitrary: literal(TEXTS).map((text) => `coalesce(caller.actor.sub, ${text})`) },
);
const integerValue = fc.oneof(
  fc.constantFrom('i', 's', 'b', 'lv'),
  fc.constantFrom('0', '-1', '12', '32768', '3000000000', '- 5'),
  fc.constantFrom('caller.claims.clearance', 'coalesce(caller.claims.budget, 7)', 'coalesce(i, -1)'),
);
const numberValue = fc.oneof(integerValue, fc.constantFrom('num', '0.5', '-12.25', '.75', '3.'));
const floatValue = fc.oneof(fc.constantFrom('f4', 'f8'), fc.constantFrom('0.5', '-2', '1.25'));

/** Both sides of one type, at least one of them no literal of a type to be found out. */
const pairs = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(textValue, textValue, fc.constant(false)) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom('i', 's', 'b', 'num', 'lv'), numberValue, fc.constant(true)),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('f4', 'f8'), floatValue, fc.constant(true)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('c'), literal(['ab', 'ab  ', 'abcd', '']), fc.constant(false)),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('d'), literal(DAYS), fc.constant(true)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('d'), fc.constant("date '2000-02-29'"), fc.constant(true)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('ts'), literal(['2026-01-31 10:00', '2000-02-29']), fc.constant(true)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('tz'),
      literal(['2026-01-31 10:00+00', '2026-01-31 12:00+02:00'].map((t) => t.replace(/\+00$/, '+00:00'))),
      fc.constant(true),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant('u'), literal(UUIDS), fc.constant(false)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('e'), literal(MOODS), fc.constant(false)) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('flag'),
      fc.constantFrom('true', 'caller.claims.admin'),
      fc.constant(false),
    ),
  },
);

const atom = fc.oneof(
  {
    weight: 6,
    arbitrary: pairs.chain(([a, b, ordered]) =>
      fc
        .constantFrom('=', '<>', '!=', ...(ordered ? ['<', '<=', '>', '>='] : []))
        .map((op) => `${a} ${op} ${b}`),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...textColumns),
        fc.constantFrom('in', 'not in'),
        fc.array(textValue, { minLength: 1, maxLength: 4 }),
      )
      .map(([a, op, items]) => `${a} ${op} (${items.join(', ')})`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('between', 'not between'), numberValue, numberValue)
      .map(([op, a, b]) => `num ${op} ${a} and ${b}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        textValue,
        fc.constantFrom('= any', '<> all'),
        fc.constantFrom(
          'caller.groups',
          'caller.actor.groups',
          'caller.claims.teams',
          'tags',
          'vtags',
          "array['a', 'north']",
        ),
      )
      .map(([a, op, set]) => `${a} ${op}(${set})`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('tags', 'vtags', 'caller.groups'),
        fc.constantFrom('caller.claims.teams', "array['a', 'b']", 'tags'),
      )
      .map(([a, b]) => `${a} && ${b}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...textColumns),
        fc.constantFrom('like', 'not like'),
        literal(['%', 'a%', '%o_t%', 'x\\%', '_', '']),
      )
      .map(([a, op, pattern]) => `${a} ${op} ${pattern}`),
  },
  { weight: 1, arbitrary: fc.tuple(textValue, textValue).map(([a, b]) => `starts_with(${a}, ${b})`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('t', 'i', 'j', 'tags', 'e', 'caller.claims.region'),
        fc.constantFrom('is null', 'is not null'),
      )
      .map(([a, op]) => `${a} ${op}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'flag',
      'caller.claims.admin',
      'coalesce(caller.claims.beta, false)',
      'true',
      'false',
    ),
  },
);

/** Conditions without an error. */
export const arbitraryConditionText = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    atom,
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
      .map(([a, op, b]) => `${wrapped(a)} ${op} ${wrapped(b)}`),
    tie('condition').map((c) => `not ${wrapped(c)}`),
    fc
      .tuple(tie('condition'), fc.constantFrom('is true', 'is false', 'is not true', 'is not false'))
      .map(([c, t]) => `(${c}) ${t}`),
  ),
})).condition;

function wrapped(condition: string): string {
  return `(${condition})`;
}

const perhaps = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 4 });
const text = fc.constantFrom(...TEXTS);

/** A row of the table but for its `id`. */
export const arbitraryRow = fc.record({
  t: perhaps(text),
  v: perhaps(text),
  c: perhaps(fc.constantFrom('ab', 'abcd', '')),
  n: perhaps(text),
  k: perhaps(text),
  'Odd Name': perhaps(text),
  i: perhaps(fc.constantFrom(0, -1, 12, 2147483647)),
  s: perhaps(fc.constantFrom(0, -1, 12, 32767)),
  b: perhaps(fc.constantFrom(0, -5, 12, 3000000000)),
  num: perhaps(fc.constantFrom(0.5, -12.25, 12, 99999999.99, Number.NaN)),
  f4: perhaps(fc.constantFrom(0.5, -2, 1.25, Number.NaN)),
  f8: perhaps(fc.constantFrom(0.5, -2, 1.25, Number.NaN)),
  flag: perhaps(fc.boolean()),
  d: perhaps(fc.constantFrom(...DAYS)),
  ts: perhaps(fc.constantFrom('2026-01-31 10:00', '2000-02-29 00:00')),
  tz: perhaps(fc.constantFrom('2026-01-31 10:00+00:00', '2026-01-31 12:00+02:00')),
  u: perhaps(fc.constantFrom(...UUIDS)),
  e: perhaps(fc.constantFrom(...MOODS)),
  lv: perhaps(fc.constantFrom(0, 12, 999)),
  cd: perhaps(text),
  tags: perhaps(fc.array(perhaps(text), { maxLength: 3 })),
  vtags: perhaps(fc.array(perhaps(fc.constantFrom('a', 'north', "it's")), { maxLength: 3 })),
  j: perhaps(fc.constant('{}')),
});

export const arbitraryAsker: fc.Arbitrary<AskerValues> = fc.record({
  'caller.sub': text,
  'caller.kind': fc.constantFrom('human', 'service'),
  'caller.groups': fc.array(text, { maxLength: 3 }),
  'caller.actor.sub': perhaps(text.filter((subject) => subject !== '')),
  'caller.actor.groups': fc.array(text, { maxLength: 3 }),
  'task.id': text,
  'task.name': text,
  'task.parent': text,
  'caller.claims.department': text,
  'caller.claims.Mixed': text,
  'caller.claims.region': perhaps(text),
  'caller.claims.clearance': fc.constantFrom(0, 12, -1, Number.MAX_SAFE_INTEGER),
  'caller.claims.budget': perhaps(fc.constantFrom(0, 7)),
  'caller.claims.admin': fc.boolean(),
  'caller.claims.beta': perhaps(fc.boolean()),
  'caller.claims.teams': fc.array(text, { maxLength: 3 }),
});
