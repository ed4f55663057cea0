/** Small random sources that say everything that a policy can say, and every request that they can tell apart. */
import type { CommandRule, LimitRule, PolicyRule, RelationEntry, Treatment } from '@dlpc/runtime/abi';
import fc from 'fast-check';
import type { Condition, IrPolicy, IrSource } from '../../../../compiler/src/ir/ir.ts';
import { askerOf } from '../../../support/askers.ts';
import { columnEntry, relationEntry } from '../../../support/entries.ts';
import type { Asked } from '../../support/arbitrary-condition.ts';

const ETL: Condition = { op: 'has', set: 'caller.groups', member: 'etl' };
const HUMAN: Condition = { op: 'kind-is', kind: 'human' };
const LEVEL: Condition = { op: 'at-most', claim: 'caller.claims.level', value: 2 };
const NO_LEVEL: Condition = { op: 'is-absent', field: 'caller.claims.level', type: 'int' };

/** Each combination of what the conditions ask. */
export const REQUESTS: readonly Asked[] = (['human', 'service'] as const).flatMap((kind) =>
  [[], ['etl']].flatMap((groups) =>
    [[], [1], [3]].map((levels) => ({
      ...askerOf({
        kind,
        groups: new Set(groups),
        claims: { ints: new Map(levels.map((value) => ['level', value])) },
      }),
      now: 0,
    })),
  ),
);

const CONDITIONS: readonly Condition[] = [
  ...[ETL, HUMAN, { op: 'constant', value: true } as const],
  ...([
    { op: 'not', operand: ETL },
    { op: 'and', operands: [ETL, HUMAN] },
  ] as const),
];

/** Only a claim that is declared can be read, and only one that is optional be absent. */
const READABLE = {
  undeclared: CONDITIONS,
  required: [...CONDITIONS, LEVEL],
  optional: [...CONDITIONS, LEVEL, NO_LEVEL],
} as const;

/** One of each rank, since two that cannot be ordered are no policy; of columns also with look-ups. */
const masks = (lookups: readonly boolean[]): readonly Treatment[] => [
  ...lookups.flatMap((lookup): readonly Treatment[] => [
    { text: 'null', rank: 0, sql: 'NULL', keyed: false, lookup },
    { text: 'hash', rank: 20, sql: 'H', keyed: true, lookup },
    { text: 'keep_last(4)', rank: 30, sql: 'K', keyed: false, lookup },
  ]),
  { text: 'reveal', rank: 40, sql: null, keyed: false, lookup: false },
];
const FALLBACK: Treatment = { text: 'null', rank: 0, sql: 'NULL', keyed: false, lookup: false };

const POLICIES = 3;
/** A rule has the number of its policy: more is not needed to be told apart. */
const said: fc.Arbitrary<PolicyRule> = fc.nat(POLICIES - 1).map((policy) => ({ policy, rule: policy }));
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });

const command: fc.Arbitrary<CommandRule> = fc
  .tuple(
    said,
    fc.constantFrom('allow', 'allow', 'approve', 'deny'),
    fc.boolean(),
    fc.constantFrom('dba', 'security'),
  )
  .map(
    ([rule, effect, withoutWhere, by]): CommandRule => ({
      ...rule,
      effect: effect === 'deny' ? 'deny' : effect === 'approve' ? 'approve' : 'allow',
      withoutWhere: effect === 'deny' && withoutWhere,
      approval: effect === 'approve' ? { by: [by], people: 1, within: 900 } : null,
    }),
  );

const labelled = (...lookups: readonly boolean[]) =>
  some(
    fc.tuple(said, fc.constantFrom(...masks(lookups))).map(([rule, treatment]) => ({ ...rule, treatment })),
  ).map((rules) => ({ label: 'pii.contact', rules }));

const relation: fc.Arbitrary<RelationEntry> = fc
  .record({
    select: some(command),
    delete: some(command),
    column: fc.option(labelled(false, true)),
    part: fc.option(labelled(false)),
    filters: some(fc.tuple(said, fc.constantFrom('a', 'b')).map(([rule, sql]) => ({ ...rule, sql: [sql] }))),
    declassifications: some(
      fc
        .tuple(said, fc.constantFrom('pii', 'pii.contact', 'pci'))
        .map(([rule, label]) => ({ ...rule, labels: [label] })),
    ),
    alerts: some(said),
  })
  .map((parts) =>
    relationEntry('t', {
      columns: [
        columnEntry('c', 'text', {
          labels: parts.column === null ? [] : [parts.column],
          fallback: parts.column === null ? null : FALLBACK,
          parts:
            parts.part === null
              ? []
              : [{ part: '$.a', labels: [parts.part], fallback: FALLBACK, framed: false }],
        }),
      ],
      commands: { select: parts.select, delete: parts.delete },
      filters: parts.filters,
      declassifications: parts.declassifications,
      alerts: { select: parts.alerts },
    }),
  );

const limit: fc.Arbitrary<LimitRule> = fc
  .tuple(said, fc.constantFrom(10, 20), fc.constantFrom<LimitRule['beyond']>('stop', 'alert'))
  .map(([rule, amount, beyond]) => ({ ...rule, amount, unit: 'rows', per: 'session', beyond }));

const policyWith = (conditions: readonly Condition[]): fc.Arbitrary<Omit<IrPolicy, 'name'>> =>
  fc.record({
    condition: fc.constantFrom(...conditions),
    admits: fc.constantFrom(true, true, true, false),
    record: fc.constantFrom(null, 'none', 'metadata', 'everything'),
  });

export const arbitrarySource: fc.Arbitrary<IrSource> = fc
  .constantFrom('optional', 'required', 'undeclared')
  .chain((levelIs) =>
    fc.record({
      policies: fc.array(policyWith(READABLE[levelIs]), { minLength: POLICIES, maxLength: POLICIES }),
      relation,
      limits: some(limit),
      levelIs: fc.constant(levelIs),
    }),
  )
  .map(({ policies, relation, limits, levelIs }) => ({
    source: 'crm',
    schemaFingerprint: '',
    identity: null,
    claims:
      levelIs === 'undeclared' ? [] : [{ name: 'level', type: 'int', optional: levelIs === 'optional' }],
    policies: policies.map((policy, index) => ({ ...policy, name: `p${index}` })),
    rules: policies.map((_, index) => ({
      policy: index,
      text: `rule ${index}`,
      file: 'p.dlp',
      line: index + 1,
    })),
    limits,
    relations: [relation],
  }));
