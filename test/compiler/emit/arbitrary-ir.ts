/** Random sources in the intermediate form, such as lowering could make them, with names nobody should choose. */
import {
  type Action,
  type Approval,
  type CallerValue,
  type ClaimEntry,
  type ColumnEntry,
  type CommandRule,
  type Declassification,
  type FilterRule,
  type LabelEntry,
  type LimitRule,
  REVEAL_RANK,
  type RelationEntry,
  type RelationKind,
  type Treatment,
} from '@dlpc/runtime/abi';
import fc from 'fast-check';
import type { Condition, IrPolicies, IrSource } from '../../../compiler/src/ir/ir.ts';
import { arbitraryCondition } from '../support/arbitrary-condition.ts';

const HOSTILE = [
  '__proto__',
  'constructor',
  'toString',
  '"',
  "'",
  `\`\${globalThis}\``,
  '\\',
  '\\u0022',
  'a\nb',
  '\r\n',
  '\u2028',
  '\u2029',
  '*/',
  '// x',
  '</script>',
  '\u202e\u200b\ufeff',
  '\u0000',
  '\u007f',
  '🙈👩‍👩‍👧‍👦',
  '\ud800',
  'e\u0301',
];

/** A text of one character at least. */
export const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map(([a, b]) => a + b),
);

/** Groups and subjects of few values, so that callers have some of them. */
export const fewTexts = fc.constantFrom('etl', 'support', ...HOSTILE);

const condition = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof<fc.Arbitrary<Condition>[]>(
      arbitraryCondition,
      fc.record({
        op: fc.constant('one-of' as const),
        field: fc.constant('caller.sub' as const),
        values: fc.array(fewTexts, { maxLength: 6 }),
      }),
      fc.record({
        op: fc.constant('has' as const),
        set: fc.constant('caller.groups' as const),
        member: fewTexts,
      }),
      fewTexts.map((name) => ({ op: 'is-true' as const, claim: `caller.claims.${name}` as const })),
    ),
    fc.record({ op: fc.constant('not' as const), operand: tie('condition') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('condition'), { maxLength: 4 }),
    }),
  ),
})).condition;

const claim: fc.Arbitrary<ClaimEntry> = fc.record({
  name: text,
  type: fc.constantFrom('string' as const, 'int' as const, 'bool' as const, 'set of string' as const),
  optional: fc.boolean(),
});

const mask: fc.Arbitrary<Treatment> = fc.record({
  text,
  rank: fc.constantFrom(REVEAL_RANK.nothing, REVEAL_RANK.constant, REVEAL_RANK.equality, REVEAL_RANK.part),
  sql: text,
  keyed: fc.boolean(),
  lookup: fc.constant(false),
});

const reveal: Treatment = { text: 'reveal', rank: REVEAL_RANK.value, sql: null, keyed: false, lookup: false };

const ACTIONS: readonly Action[] = ['delete', 'insert', 'select', 'update'];
const KINDS: readonly RelationKind[] = [
  'table',
  'partitioned table',
  'view',
  'materialized view',
  'foreign table',
];

/** A database. All its rules stand in `files`. */
export function irSource(files: readonly string[] = ['a.dlp', 'b/c.dlp']): fc.Arbitrary<IrSource> {
  return withPolicies(files, (place) =>
    fc.record({
      relations: fc.uniqueArray(relation(place), {
        selector: ({ schema, name }) => JSON.stringify([schema, name]),
        maxLength: 3,
      }),
    }),
  );
}

/** What every source has, and what `partsOf` makes of the places of its rules. */
export function withPolicies<T>(
  files: readonly string[],
  partsOf: (place: Place) => fc.Arbitrary<T>,
): fc.Arbitrary<IrPolicies & T> {
  const policies = fc.array(
    fc.record({
      name: text,
      condition,
      admits: fc.boolean(),
      record: fc.constantFrom(null, 'none' as const, 'metadata' as const, 'everything' as const),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  return policies.chain((policies) => {
    const rule = fc.record({
      policy: fc.nat({ max: policies.length - 1 }),
      text,
      file: fc.constantFrom(...files),
      line: fc.integer({ min: 1, max: 1e6 }),
    });
    return fc.array(rule, { minLength: 1, maxLength: 6 }).chain((rules) => {
      const place = fc.nat({ max: rules.length - 1 }).map((index) => ({
        policy: rules[index]?.policy ?? 0,
        rule: index,
      }));
      const common = fc.record({
        source: text,
        schemaFingerprint: fc.constant('0'.repeat(64)),
        identity: fc.option(fc.record({ issuer: text, audience: text })),
        claims: fc.array(claim, { maxLength: 3 }),
        policies: fc.constant(policies),
        rules: fc.constant(rules),
        limits: fc.array(limit(place), { maxLength: 2 }),
      });
      return fc.tuple(common, partsOf(place)).map(([shared, parts]) => ({ ...shared, ...parts }));
    });
  });
}

/** Where a policy says something. */
export type Place = fc.Arbitrary<{ readonly policy: number; readonly rule: number }>;

function limit(place: Place): fc.Arbitrary<LimitRule> {
  return fc
    .record({
      where: place,
      amount: fc.nat(),
      unit: fc.constantFrom('rows' as const, 'bytes' as const, 'statements' as const),
      per: fc.constantFrom(
        'statement' as const,
        'session' as const,
        'minute' as const,
        'hour' as const,
        'day' as const,
      ),
      beyond: fc.constantFrom('stop' as const, 'alert' as const),
    })
    .map(({ where, ...budget }) => ({ ...where, ...budget }));
}

export const approval: fc.Arbitrary<Approval> = fc.record({
  by: fc.array(text, { minLength: 1, maxLength: 2 }),
  people: fc.integer({ min: 1, max: 3 }),
  within: fc.integer({ min: 1, max: 86_400 }),
});

function commandRule(place: Place): fc.Arbitrary<CommandRule> {
  return fc.oneof(
    place.map((where) => ({ ...where, effect: 'allow' as const, withoutWhere: false, approval: null })),
    fc
      .tuple(place, fc.boolean())
      .map(([where, withoutWhere]) => ({ ...where, effect: 'deny' as const, withoutWhere, approval: null })),
    fc
      .tuple(place, approval)
      .map(([where, approval]) => ({ ...where, effect: 'approve' as const, withoutWhere: false, approval })),
  );
}

const callerValue: fc.Arbitrary<CallerValue> = fc.record({
  field: fc.oneof(
    fc.constantFrom('caller.sub' as const, 'caller.groups' as const, 'task.name' as const),
    text.map((name) => `caller.claims.${name}` as const),
  ),
  type: fc.constantFrom('text' as const, 'bigint' as const, 'boolean' as const, 'text[]' as const),
});

function filter(place: Place): fc.Arbitrary<FilterRule> {
  return fc
    .tuple(place, fc.array(fc.oneof(text, callerValue), { minLength: 1, maxLength: 3 }))
    .map(([where, sql]) => ({ ...where, sql }));
}

function declassification(place: Place): fc.Arbitrary<Declassification> {
  return fc
    .tuple(place, fc.array(text, { minLength: 1, maxLength: 2 }))
    .map(([where, labels]) => ({ ...where, labels }));
}

/** Something for some of the actions. */
function byAction<T>(rule: fc.Arbitrary<T>): fc.Arbitrary<Partial<Record<Action, readonly T[]>>> {
  return fc
    .tuple(fc.subarray([...ACTIONS]), fc.array(rule, { maxLength: 3 }))
    .map(([actions, rules]) => Object.fromEntries(actions.map((action) => [action, rules])));
}

function relation(place: Place): fc.Arbitrary<RelationEntry> {
  return fc.record({
    schema: text.filter((name) => !name.includes('\0')),
    name: text.filter((name) => !name.includes('\0')),
    kind: fc.constantFrom(...KINDS),
    columns: fc.uniqueArray(column(place), { selector: ({ name }) => name, maxLength: 3 }),
    commands: byAction(commandRule(place)),
    filters: fc.array(filter(place), { maxLength: 2 }),
    declassifications: fc.array(declassification(place), { maxLength: 2 }),
    alerts: byAction(place),
  });
}

/** `lookups`: of masks, whether rows may be found by value. */
function labels(place: Place, ...lookups: readonly boolean[]): fc.Arbitrary<readonly LabelEntry[]> {
  const masked = fc
    .tuple(mask, fc.constantFrom(...lookups))
    .map(([treatment, lookup]) => ({ ...treatment, lookup }));
  const treatmentRule = fc
    .tuple(place, fc.oneof(masked, fc.constant(reveal)))
    .map(([where, treatment]) => ({ ...where, treatment }));
  const label = fc.record({ label: text, rules: fc.array(treatmentRule, { maxLength: 3 }) });
  return fc.array(label, { minLength: 1, maxLength: 2 });
}

function column(place: Place): fc.Arbitrary<ColumnEntry> {
  const part = fc.record({ part: text, labels: labels(place, false), fallback: mask });
  const paths = fc
    .array(part, { maxLength: 2 })
    .map((parts) => parts.map((one) => ({ ...one, framed: false })));
  const found = fc
    .array(part, { minLength: 1, maxLength: 2 })
    .map((parts) => parts.map((one) => ({ ...one, framed: true })));
  const frame = fc.record({ before: text, between: text, after: text });
  const parts = fc.oneof(
    fc.record({ parts: paths, frame: fc.constant(null) }),
    fc.record({
      parts: fc.tuple(paths, found).map(([unframed, framed]) => [...unframed, ...framed]),
      frame,
    }),
  );
  const whole = fc.oneof(
    fc.record({ labels: fc.constant([]), fallback: fc.constant(null) }),
    fc.record({ labels: labels(place, true, false), fallback: mask }),
  );
  return fc
    .tuple(fc.record({ name: text, type: text }), whole, parts)
    .map(([named, treated, divided]) => ({ ...named, ...treated, ...divided }));
}
