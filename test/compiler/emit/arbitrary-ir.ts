/** Random sources in the intermediate form, such as lowering could make them, with names nobody should choose. */
import {
  type Action,
  type ClaimEntry,
  REVEAL_RANK,
  type RelationKind,
  type Treatment,
} from '@dlpc/runtime/abi';
import fc from 'fast-check';
import type { Condition, IrColumn, IrRelation, IrSource } from '../../../compiler/src/ir/ir.ts';
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
});

const reveal: Treatment = { text: 'reveal', rank: REVEAL_RANK.value, sql: null, keyed: false };

const ACTIONS: readonly Action[] = ['delete', 'insert', 'select', 'update'];
const KINDS: readonly RelationKind[] = [
  'table',
  'partitioned table',
  'view',
  'materialized view',
  'foreign table',
];

/** A source. All its rules stand in `files`. */
export function irSource(files: readonly string[] = ['a.dlp', 'b/c.dlp']): fc.Arbitrary<IrSource> {
  const policies = fc.array(fc.record({ name: text, condition, admits: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  });
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
      return fc.record({
        source: text,
        schemaFingerprint: fc.constant('0'.repeat(64)),
        claims: fc.array(claim, { maxLength: 3 }),
        policies: fc.constant(policies),
        rules: fc.constant(rules),
        relations: fc.uniqueArray(relation(place), {
          selector: ({ schema, name }) => JSON.stringify([schema, name]),
          maxLength: 3,
        }),
      });
    });
  });
}

type Place = fc.Arbitrary<{ readonly policy: number; readonly rule: number }>;

function relation(place: Place): fc.Arbitrary<IrRelation> {
  const commandRule = fc
    .tuple(place, fc.constantFrom('allow' as const, 'deny' as const))
    .map(([where, effect]) => ({ ...where, effect }));
  return fc.record({
    schema: text.filter((name) => !name.includes('\0')),
    name: text.filter((name) => !name.includes('\0')),
    kind: fc.constantFrom(...KINDS),
    columns: fc.uniqueArray(column(place), { selector: ({ name }) => name, maxLength: 3 }),
    commands: fc
      .tuple(fc.subarray([...ACTIONS]), fc.array(commandRule, { maxLength: 3 }))
      .map(([actions, rules]) => Object.fromEntries(actions.map((action) => [action, rules]))),
  });
}

function column(place: Place): fc.Arbitrary<IrColumn> {
  const treatmentRule = fc
    .tuple(place, fc.oneof(mask, fc.constant(reveal)))
    .map(([where, treatment]) => ({ ...where, treatment }));
  const label = fc.record({ label: text, rules: fc.array(treatmentRule, { maxLength: 3 }) });
  return fc.oneof(
    fc.record({ name: text, type: text, labels: fc.constant([]), fallback: fc.constant(null) }),
    fc.record({
      name: text,
      type: text,
      labels: fc.array(label, { minLength: 1, maxLength: 2 }),
      fallback: mask,
    }),
  );
}
