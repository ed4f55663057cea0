/**
 * What a matcher is, to the last key. Parsing makes a new object of this realm; only the conditions remain the functions
 * of the script.
 */
import * as v from 'valibot';
import { type CallerValue, type Matcher, REVEAL_RANK, type RelationKind } from '../abi.ts';
import { approval, commonKeys, EFFECTS, mapOf, name, policyRule } from './shape-parts.ts';

/** What a row filter may read of an asker. */
const FIELD = /^(?:caller\.(?:sub|kind|groups|actor\.(?:sub|groups)|claims\..+)|task\.(?:id|name|parent))$/s;

const treatment = v.pipe(
  v.strictObject({
    text: name,
    rank: v.picklist(Object.values(REVEAL_RANK)),
    sql: v.nullable(name),
    keyed: v.boolean(),
    lookup: v.boolean(),
  }),
  // Only `reveal` leaves a column as it is.
  v.check(
    ({ rank, sql, keyed }) => (sql === null) === (rank === REVEAL_RANK.value) && !(keyed && sql === null),
  ),
  v.check(({ sql, lookup }) => !lookup || sql !== null),
);

const label = v.strictObject({
  label: name,
  rules: v.array(v.strictObject({ ...policyRule, treatment })),
});

const part = v.pipe(
  v.strictObject({
    part: name,
    framed: v.boolean(),
    labels: v.pipe(v.array(label), v.minLength(1)),
    fallback: treatment,
  }),
  v.check(({ fallback }) => fallback.sql !== null && !fallback.lookup),
  // Of a part nobody knows which value has it.
  v.check(({ labels }) => labels.every(({ rules }) => rules.every(({ treatment }) => !treatment.lookup))),
);

const column = v.pipe(
  v.strictObject({
    name,
    type: name,
    labels: v.array(label),
    fallback: v.nullable(treatment),
    parts: v.array(part),
    frame: v.nullable(v.strictObject({ before: name, between: name, after: name })),
  }),
  // A label without a mask to fall back on would show what nobody revealed.
  v.check(({ labels, fallback }) =>
    fallback === null ? labels.length === 0 : fallback.sql !== null && !fallback.lookup,
  ),
  v.check(({ parts, frame }) => (frame !== null) === parts.some(({ framed }) => framed)),
  // What is masked within a text must not be found in what another part left of it, nor another part in this.
  v.check(({ parts }) => parts.every(({ framed }, i) => framed || parts[i - 1]?.framed !== true)),
);

const KINDS: readonly RelationKind[] = [
  'table',
  'partitioned table',
  'view',
  'materialized view',
  'foreign table',
];
const commandRules = v.exactOptional(
  v.array(
    v.pipe(
      v.strictObject({
        ...policyRule,
        effect: v.picklist(EFFECTS),
        withoutWhere: v.boolean(),
        approval: v.nullable(approval),
      }),
      v.check(({ effect, approval }) => (approval !== null) === (effect === 'approve')),
      // Anything but a denial that says less than it seems to would let more through.
      v.check(({ effect, withoutWhere }) => !withoutWhere || effect === 'deny'),
    ),
  ),
);

const callerValue = v.pipe(
  v.strictObject({
    field: v.custom<CallerValue['field']>((value) => typeof value === 'string' && FIELD.test(value)),
    type: v.picklist(['text', 'bigint', 'boolean', 'text[]']),
  }),
);

const filter = v.strictObject({
  ...policyRule,
  sql: v.pipe(v.array(v.union([v.string(), callerValue])), v.minLength(1)),
});

const declassification = v.strictObject({ ...policyRule, labels: v.pipe(v.array(name), v.minLength(1)) });

const alertRules = v.exactOptional(v.array(v.strictObject(policyRule)));

const relation = v.strictObject({
  schema: name,
  name,
  kind: v.picklist(KINDS),
  columns: v.array(column),
  commands: v.strictObject({
    select: commandRules,
    insert: commandRules,
    update: commandRules,
    delete: commandRules,
  }),
  filters: v.array(filter),
  declassifications: v.array(declassification),
  alerts: v.strictObject({
    select: alertRules,
    insert: alertRules,
    update: alertRules,
    delete: alertRules,
  }),
});

export const matcherShape: v.GenericSchema<unknown, Matcher> = v.strictObject({
  ...commonKeys,
  relations: mapOf(relation),
});
