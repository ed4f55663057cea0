/** DLP3xxx: types of conditions, and masks that do not fit a column. */
import { entry } from './entry.ts';

export const typeDiagnostics = {
  'unknown-mask': entry<{ name: string; nearest: string | null; known: readonly string[] }>({
    code: 'DLP3001',
    severity: 'error',
    message: (p) => `there is no mask called \`${p.name}\``,
    hint: (p) =>
      p.nearest === null
        ? `the masks are ${p.known.map((mask) => `\`${mask}\``).join(', ')}`
        : `did you mean \`${p.nearest}\`?`,
  }),
  'mask-argument-count': entry<{ mask: string; expected: string; given: number }>({
    code: 'DLP3002',
    severity: 'error',
    message: (p) => `\`${p.mask}\` is given ${count(p.given, 'argument')}`,
    hint: (p) => `write \`${p.expected}\``,
  }),
  'mask-argument-type': entry<{ mask: string; param: string; expected: string }>({
    code: 'DLP3003',
    severity: 'error',
    message: (p) => `\`${p.param}\` of \`${p.mask}\` must be ${p.expected}`,
  }),
  'mask-argument-range': entry<{ mask: string; param: string; expected: string; given: string }>({
    code: 'DLP3004',
    severity: 'error',
    message: (p) => `\`${p.param}\` of \`${p.mask}\` cannot be ${p.given}`,
    hint: (p) => `it must be ${p.expected}`,
  }),
  'mask-does-not-fit': entry<{
    mask: string;
    column: string;
    type: string;
    /** How many more columns of the same statement it does not fit. */
    more: number;
    /** Masks that fit all of these columns. */
    fitting: readonly string[];
  }>({
    code: 'DLP3005',
    severity: 'error',
    message: (p) =>
      `\`${p.mask}\` does not fit \`${p.column}\` of type \`${p.type}\`${p.more > 0 ? `, nor ${count(p.more, 'other column')}` : ''}`,
    hint: (p) =>
      p.fitting.length === 0
        ? 'no one mask fits all of them: write one statement for each column'
        : `what fits is ${p.fitting.map((mask) => `\`${mask}\``).join(', ')}`,
  }),
  'not-a-condition': entry<{ found: string }>({
    code: 'DLP3006',
    severity: 'error',
    message: (p) => `a condition must be true or false, and this is ${article(p.found)}`,
  }),
  'unlike-types': entry<{ operator: string; left: string; right: string }>({
    code: 'DLP3007',
    severity: 'error',
    message: (p) => `\`${p.operator}\` cannot compare ${article(p.left)} with ${article(p.right)}`,
  }),
  'not-a-collection': entry<{ found: string }>({
    code: 'DLP3008',
    severity: 'error',
    message: (p) => `\`in\` needs a list or \`caller.groups\` on its right, and this is ${article(p.found)}`,
    hint: () => 'write `… in ["a", "b"]`, or use `==`',
  }),
  'not-ordered': entry<{ operator: string; found: string }>({
    code: 'DLP3009',
    severity: 'error',
    message: (p) => `\`${p.operator}\` compares integers, and this is ${article(p.found)}`,
  }),
  'no-fields': entry<{ member: string; found: string }>({
    code: 'DLP3010',
    severity: 'error',
    message: (p) => `\`.${p.member}\` is asked of ${article(p.found)}, which has no fields`,
  }),
  'root-is-no-value': entry<{ root: string; fields: readonly string[] }>({
    code: 'DLP3011',
    severity: 'error',
    message: (p) => `\`${p.root}\` by itself is no value`,
    hint: (p) =>
      p.fields.length === 0
        ? 'declare the claims of the identity first'
        : `read a field: ${p.fields.map((field) => `\`${p.root}.${field}\``).join(', ')}`,
  }),
  'sets-do-not-compare': entry<{ operator: string; found: string }>({
    code: 'DLP3012',
    severity: 'error',
    message: (p) => `\`${p.operator}\` cannot compare ${article(p.found)}`,
    hint: () => 'ask for a member: `"support" in caller.groups`',
  }),
  'membership-needs-literal': entry<Record<never, never>>({
    code: 'DLP3013',
    severity: 'error',
    message: () => 'which member is asked for must stand in the policy, as a string',
    hint: () => 'write `"support" in caller.groups`',
  }),
  'unlike-items': entry<{ first: string; found: string }>({
    code: 'DLP3014',
    severity: 'error',
    message: (p) => `this list starts with ${article(p.first)}, so it cannot hold ${article(p.found)}`,
  }),
  'condition-too-large': entry<{ limit: string }>({
    code: 'DLP3015',
    severity: 'error',
    message: (p) => `with its groups written out, this condition has more than ${p.limit}`,
    hint: () => 'let the identity provider put these callers into one group',
  }),
  'claim-may-be-absent': entry<{ claim: string; example: string }>({
    code: 'DLP3016',
    severity: 'error',
    message: (p) => `\`${p.claim}\` may be absent, and a condition must be true or false for every caller`,
    hint: (p) => `say what holds then: \`(${p.claim} ?? ${p.example})\``,
  }),
  'always-present': entry<Record<never, never>>({
    code: 'DLP3017',
    severity: 'error',
    message: () => 'this is never absent, so what stands behind `??` would never be used',
    hint: () => 'only a claim that is declared with `?` may be absent',
  }),
  'comparison-needs-literal': entry<{ operator: string }>({
    code: 'DLP3018',
    severity: 'error',
    message: (p) =>
      `\`${p.operator}\` compares two fields, and one side must be a value that stands in the policy`,
    hint: () => 'a policy whose values are all known can be compared with others when it is compiled',
  }),
  'hint-widens': entry<{ policy: string; statement: string }>({
    code: 'DLP3019',
    severity: 'error',
    message: (p) =>
      `\`${p.policy}\` depends on what the client says of itself, so \`${p.statement}\` could give more to whoever says it`,
    hint: () => 'a policy that reads `hint` may only deny, or mask at least as much as without it',
  }),
  'empty-window': entry<{ time: string }>({
    code: 'DLP3020',
    severity: 'error',
    message: (p) => `this window starts and ends at \`${p.time}\``,
    hint: () => 'the whole day is `00:00..24:00`',
  }),
  'invalid-row-condition': entry<{ problem: string }>({
    code: 'DLP3060',
    severity: 'error',
    message: (p) => `this is no SQL condition: ${p.problem}`,
  }),
  'row-condition-in-two-ways': entry<Record<never, never>>({
    code: 'DLP3061',
    severity: 'error',
    message: () => 'two SQL parsers do not read this condition the same way',
    hint: () =>
      'write it more plainly: numbers in decimal, texts in `\'…\'` without escapes, other names than words of ASCII in `"…"`',
  }),
  'not-in-row-condition': entry<{ what: string }>({
    code: 'DLP3062',
    severity: 'error',
    message: (p) => `${p.what} has no place in a row filter`,
    hint: () =>
      'there are comparisons, `in`, `between`, `like`, `= any(…)`, `&&`, `is null`, `and`, `or`, `not`, `coalesce`, `starts_with` and `::text`',
  }),
  'subquery-in-row-condition': entry<Record<never, never>>({
    code: 'DLP3063',
    severity: 'error',
    message: () => 'a row filter reads the columns of its own row, and no other table',
    hint: () => 'let the identity carry what the subquery would look up, as a claim',
  }),
  'row-condition-not-boolean': entry<{ text: string; type: string }>({
    code: 'DLP3064',
    severity: 'error',
    message: (p) => `\`${p.text}\` is ${p.type}, and a row filter asks what is true or false`,
  }),
  'row-types-differ': entry<{ left: string; leftType: string; right: string; rightType: string }>({
    code: 'DLP3065',
    severity: 'error',
    message: (p) => `\`${p.left}\` is ${p.leftType} and \`${p.right}\` is ${p.rightType}`,
    hint: (p) => {
      if (p.leftType === 'uuid' || p.leftType === 'integer' || p.leftType === 'bigint')
        return p.rightType === 'string' ? `compare texts: \`${p.left}::text\`` : null;
      return null;
    },
  }),
  'type-without-operator': entry<{ operator: string; text: string; type: string }>({
    code: 'DLP3066',
    severity: 'error',
    message: (p) => `\`${p.operator}\` does not take \`${p.text}\`, which is ${p.type}`,
    hint: (p) => {
      if (p.type === 'a set of strings' || p.type.endsWith('[]'))
        return `ask whether it holds a text: \`… = any(${p.text})\`, or whether two sets share one: \`&&\``;
      if (/^[<>]|between/.test(p.operator))
        return 'numbers, dates and timestamps have an order that is the same on every server; texts have not';
      if (p.operator.endsWith('like')) return 'the pattern stands in the policy, and is compared with a text';
      return null;
    },
  }),
  'no-value-of-type': entry<{
    literal: string;
    type: string;
    nearest: string | null;
    known: readonly string[];
  }>({
    code: 'DLP3067',
    severity: 'error',
    message: (p) => `\`${p.literal}\` is no value of \`${p.type}\``,
    hint: (p) => {
      if (p.nearest !== null) return `did you mean \`'${p.nearest}'\`?`;
      return p.known.length === 0 ? null : `there is ${p.known.map((value) => `\`'${value}'\``).join(', ')}`;
    },
  }),
  'claim-may-be-absent-in-filter': entry<{ claim: string; example: string }>({
    code: 'DLP3068',
    severity: 'error',
    message: (p) => `\`${p.claim}\` may be absent, and a row filter must say what holds then`,
    hint: (p) => `say what counts in its place: \`coalesce(${p.claim}, ${p.example})\``,
  }),
  'hint-in-row-condition': entry<{ field: string }>({
    code: 'DLP3069',
    severity: 'error',
    message: (p) => `\`${p.field}\` is what the client says of itself, and would let it choose its rows`,
    hint: () => 'compare with `caller` and `task`, which the identity vouches for',
  }),
  'row-condition-too-large': entry<Record<never, never>>({
    code: 'DLP3070',
    severity: 'error',
    message: () => 'this condition is too long, or nested too deeply',
    hint: () => 'a row filter has at most 4096 characters; where several filters apply, all must hold',
  }),
  'filter-needs-table': entry<{ relation: string; kind: string }>({
    code: 'DLP3071',
    severity: 'error',
    message: (p) => `\`${p.relation}\` is a ${p.kind}, and rows are filtered where they are stored`,
    hint: () => 'filter the tables that it reads',
  }),
  'compared-with-null': entry<{ operator: string }>({
    code: 'DLP3072',
    severity: 'error',
    message: (p) => `\`${p.operator}\` with NULL is never true`,
    hint: () => 'ask `is null` or `is not null`',
  }),
};

function count(n: number, thing: string): string {
  return n === 1 ? `one ${thing}` : `${n === 0 ? 'no' : n} ${thing}s`;
}

/** `a string`, `an integer`. */
function article(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}
