/** DLP4xxx: what statements and policies say together. */
import { entry } from './entry.ts';
import { some } from './names.ts';

export const policyDiagnostics = {
  'conflicting-statements': entry<{ column: string; policy: string; left: string; right: string }>({
    code: 'DLP4001',
    severity: 'error',
    message: (p) =>
      `\`${p.policy}\` treats \`${p.column}\` in two ways, \`${p.left}\` and \`${p.right}\`, neither more specific`,
    hint: () => 'keep one of the two, or say it of the column alone',
  }),
  'conflicting-treatments': entry<{ column: string; left: string; right: string; witness: string }>({
    code: 'DLP4002',
    severity: 'error',
    message: (p) =>
      `for one caller, \`${p.column}\` is both \`${p.left}\` and \`${p.right}\`, which hide equally much`,
    hint: (p) =>
      `such a caller is \`${p.witness}\`; use one mask in both places, or make the conditions exclude each other`,
  }),
  'policy-never-applies': entry<{ policy: string }>({
    code: 'DLP4003',
    severity: 'error',
    message: (p) => `no caller can meet the condition of \`${p.policy}\``,
  }),
  'group-never-holds': entry<{ group: string }>({
    code: 'DLP4004',
    severity: 'warning',
    message: (p) => `no caller can be in the group \`${p.group}\``,
  }),
  'allow-always-denied': entry<{ action: string; relation: string; policy: string }>({
    code: 'DLP4005',
    severity: 'warning',
    message: (p) =>
      `\`${p.action}\` on \`${p.relation}\` is denied to every caller whom \`${p.policy}\` allows it`,
    hint: () => '`deny` wins over `allow`, in any order: drop one of the two',
  }),
  'reveal-wider-than-allow': entry<{
    target: string;
    policy: string;
    relations: readonly string[];
    more: number;
    isApi: boolean;
  }>({
    code: 'DLP4006',
    severity: 'error',
    message: (p) => {
      const places = some(p.relations, p.more);
      return p.isApi
        ? `\`${p.target}\` is revealed in ${places}, which no request has that \`${p.policy}\` allows`
        : `\`${p.target}\` is revealed in ${places}, where \`${p.policy}\` allows no \`select\``;
    },
    hint: (p) =>
      p.isApi
        ? 'allow an operation that has it, or reveal the fields that are meant'
        : 'allow `select` there as well, or reveal the columns that are meant',
  }),
  'column-without-label': entry<{ column: string; mask: string | null }>({
    code: 'DLP4007',
    severity: 'error',
    message: (p) =>
      p.mask === null
        ? `\`${p.column}\` carries no label, so there is nothing to reveal`
        : `\`${p.column}\` carries no label, so \`${p.mask}\` would hide it from this policy's callers alone`,
    hint: (p) => `give it a label: \`classify <label> ${p.column}\``,
  }),
  'label-on-nothing': entry<{ label: string }>({
    code: 'DLP4008',
    severity: 'warning',
    message: (p) => `nothing carries the label \`${p.label}\``,
    hint: (p) => `attach it: \`classify ${p.label} <database>.<table>.<column>\``,
  }),
  'relations-without-policy': entry<{ source: string; relations: readonly string[]; more: number }>({
    code: 'DLP4009',
    severity: 'warning',
    message: (p) => `no policy allows anything on ${some(p.relations, p.more)} of \`${p.source}\``,
    hint: () => 'what nothing allows is denied to everyone',
  }),
  'relation-cannot-be-read': entry<{ relation: string; kind: string }>({
    code: 'DLP4010',
    severity: 'warning',
    message: (p) => `\`${p.relation}\` is a ${p.kind}, which the proxy refuses to every caller`,
    hint: () =>
      'this version judges statements on tables and views; copy what it holds into a table, or leave it out',
  }),
  'looks-sensitive': entry<{ columns: readonly string[]; more: number }>({
    code: 'DLP4011',
    severity: 'warning',
    message: (p) =>
      p.columns.length === 1
        ? `${some(p.columns, 0)} looks sensitive by its name, and carries no label`
        : `${some(p.columns, p.more)} look sensitive by their names, and carry no label`,
    hint: (p) => `attach one, as in \`classify <label> ${p.columns[0]}\``,
  }),
  'bypassed-through-parent': entry<{ what: string; relation: string; parent: string }>({
    code: 'DLP4012',
    severity: 'error',
    message: (p) =>
      `\`${p.what}\` does not hold where \`${p.relation}\` is reached through its parent \`${p.parent}\`, which is allowed`,
    hint: (p) => `say it of \`${p.parent}\`, or allow only its children`,
  }),
  'label-not-in-source': entry<{ label: string; source: string }>({
    code: 'DLP4013',
    severity: 'warning',
    message: (p) => `no column of \`${p.source}\` carries \`${p.label}\`, so this says nothing`,
  }),
  'conditions-too-complex': entry<{ what: string }>({
    code: 'DLP4014',
    severity: 'error',
    message: (p) => `the conditions that bear on ${p.what} are too many to compare`,
    hint: () =>
      'what cannot be compared is not compiled: let policies share groups, or split them by kind of caller',
  }),
  'policy-expired': entry<{ policy: string; until: string }>({
    code: 'DLP4015',
    severity: 'warning',
    message: (p) => `\`${p.policy}\` ended with ${p.until}, and applies to nobody any more`,
    hint: () => 'remove it, or give it a later day',
  }),
  'treatment-never-decides': entry<{
    target: string;
    treatment: string;
    policy: string;
    isByPolicies: boolean;
  }>({
    code: 'DLP4016',
    severity: 'warning',
    message: (p) =>
      `\`${p.treatment}\` of \`${p.target}\` decides for no caller of \`${p.policy}\` what is shown`,
    hint: (p) =>
      p.isByPolicies
        ? 'of several treatments the one that hides most wins: drop this one, or narrow the policy that hides more'
        : 'another label of the column is not spoken of, and what holds for it hides more: speak of it as well',
  }),
  'filter-reads-masked': entry<{ column: string; policy: string; witness: string }>({
    code: 'DLP4030',
    severity: 'error',
    message: (p) =>
      `which rows \`${p.policy}\` shows would tell about \`${p.column}\`, which some of its callers see masked`,
    hint: (p) =>
      `such a caller is \`${p.witness}\`; filter by a column without a label, or reveal this one to all of them`,
  }),
  'approval-window': entry<{ given: string }>({
    code: 'DLP4031',
    severity: 'error',
    message: (p) => `nobody can approve within \`${p.given}\``,
    hint: () => 'an approval takes at least a minute (`1m`) and at most seven days (`7d`)',
  }),
  'approver-count': entry<{ count: number; most: number }>({
    code: 'DLP4032',
    severity: 'error',
    message: (p) => `\`${p.count}\` is no number of people who approve`,
    hint: (p) => `it is 1 to ${p.most}; more than one statement can each ask for an approval of its own`,
  }),
  'empty-approver-group': entry<Record<never, never>>({
    code: 'DLP4033',
    severity: 'error',
    message: () => 'a group without a name has no members who could approve',
  }),
  'repeated-approver-group': entry<{ group: string }>({
    code: 'DLP4034',
    severity: 'error',
    message: (p) => `the group \`${p.group}\` stands here twice`,
    hint: () => 'whoever is in one of the groups counts once; ask for more people with `by 2 of …`',
  }),
  'budget-of-nothing': entry<{ unit: string }>({
    code: 'DLP4035',
    severity: 'error',
    message: (p) => `a limit of 0 ${p.unit} lets nothing through`,
    hint: () => '`deny` says so, and which command it means',
  }),
  'statements-per-statement': entry<Record<never, never>>({
    code: 'DLP4036',
    severity: 'error',
    message: () => 'a statement is one statement',
    hint: () => 'count statements per `session`, `minute`, `hour` or `day`',
  }),
  'repeated-record': entry<{ policy: string }>({
    code: 'DLP4037',
    severity: 'error',
    message: (p) => `\`${p.policy}\` says twice what is recorded`,
    hint: () => 'keep one `record` in a policy; across policies, the one that records most counts',
  }),
  'without-where-of': entry<{ action: string }>({
    code: 'DLP4038',
    severity: 'error',
    message: (p) => `\`without where\` means \`update\` and \`delete\`, and not \`${p.action}\``,
    hint: (p) =>
      p.action === 'select' ? 'how many rows are read is bounded by `limit … rows per statement`' : null,
  }),
};
