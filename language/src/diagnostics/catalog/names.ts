/** DLP2xxx: a name that nothing carries, or that two things carry. */
import { entry } from './entry.ts';

/** The nearest name, where there is one; the hint of every unknown name says it the same way. */
export interface UnknownName {
  readonly name: string;
  readonly nearest: string | null;
}

/** What to write instead: the nearest name, or else the names there are. */
export function nearest(p: UnknownName & { readonly known?: readonly string[] }): string | null {
  if (p.nearest !== null) return `did you mean \`${p.nearest}\`?`;
  if (p.known === undefined || p.known.length === 0) return null;
  return `there is ${list(p.known)}`;
}

export function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** Says a few of many: `a`, `b` and 3 more. */
export function some(names: readonly string[], more: number): string {
  return more > 0 ? `${list(names)} and ${more} more` : list(names);
}

/** `a` → `b` → `c`, or where there are many, as many as one line can hold. */
function circle(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `\`${name}\``);
  return (names.length > 8 ? [...shown, '…'] : shown).join(' → ');
}

export const nameDiagnostics = {
  'unknown-source': entry<UnknownName>({
    code: 'DLP2001',
    severity: 'error',
    message: (p) => `no database is called \`${p.name}\``,
    hint: (p) => nearest(p) ?? `declare it: \`database ${p.name} from "schema/${p.name}.sql"\``,
  }),
  'unknown-relation': entry<UnknownName & { source: string }>({
    code: 'DLP2002',
    severity: 'error',
    message: (p) => `\`${p.source}\` has no table \`${p.name}\``,
    hint: nearest,
  }),
  'unknown-column': entry<UnknownName & { relation: string; known: readonly string[] }>({
    code: 'DLP2003',
    severity: 'error',
    message: (p) => `\`${p.relation}\` has no column \`${p.name}\``,
    hint: nearest,
  }),
  'unknown-label': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2004',
    severity: 'error',
    message: (p) => `no label is called \`${p.name}\``,
    hint: nearest,
  }),
  'unknown-target': entry<UnknownName & { source: string }>({
    code: 'DLP2005',
    severity: 'error',
    message: (p) => `\`${p.name}\` is neither a label nor a column of \`${p.source}\``,
    hint: (p) => nearest(p) ?? 'name a label, such as `pii.contact`, or a column, such as `customers.email`',
  }),
  'unknown-name': entry<UnknownName>({
    code: 'DLP2006',
    severity: 'error',
    message: (p) => `no group is called \`${p.name}\``,
    hint: (p) =>
      nearest(p) ?? 'a condition reads fields of `caller`, `task` and `hint`, `now` and declared groups',
  }),
  'unknown-field': entry<UnknownName & { root: string; known: readonly string[] }>({
    code: 'DLP2007',
    severity: 'error',
    message: (p) => `\`${p.root}\` has no field \`${p.name}\``,
    hint: nearest,
  }),
  'unknown-kind': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2008',
    severity: 'error',
    message: (p) => `\`${p.name}\` is no kind of caller`,
    hint: nearest,
  }),
  'unknown-action': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2009',
    severity: 'error',
    message: (p) => `\`${p.name}\` is no action on a table`,
    hint: nearest,
  }),
  'ambiguous-relation': entry<{ name: string; schemas: readonly string[] }>({
    code: 'DLP2010',
    severity: 'error',
    message: (p) => `\`${p.name}\` is a table in more than one schema`,
    hint: (p) => `write ${p.schemas.map((schema) => `\`${schema}.${p.name}\``).join(' or ')}`,
  }),
  'ambiguous-target': entry<{ name: string; source: string }>({
    code: 'DLP2011',
    severity: 'error',
    message: (p) => `\`${p.name}\` is both a label and a column of \`${p.source}\``,
    hint: () => 'write the column with its schema in front, or rename the label',
  }),
  'duplicate-database': entry<{ name: string }>({
    code: 'DLP2012',
    severity: 'error',
    message: (p) => `two databases are called \`${p.name}\``,
  }),
  'duplicate-label': entry<{ label: string }>({
    code: 'DLP2013',
    severity: 'error',
    message: (p) => `the label \`${p.label}\` is declared twice`,
    hint: () => 'declare a tree of labels in one place, with all its children',
  }),
  'duplicate-group': entry<{ name: string }>({
    code: 'DLP2014',
    severity: 'error',
    message: (p) => `two groups are called \`${p.name}\``,
  }),
  'duplicate-policy': entry<{ name: string }>({
    code: 'DLP2015',
    severity: 'error',
    message: (p) => `two policies are called \`${p.name}\``,
    hint: () => 'denials and logs name policies, so each name stands for one',
  }),
  'duplicate-default-mask': entry<Record<never, never>>({
    code: 'DLP2016',
    severity: 'error',
    message: () => 'there is more than one default mask',
    hint: () => 'keep one `mask default with …` among all files',
  }),
  'reserved-name': entry<{ name: string }>({
    code: 'DLP2017',
    severity: 'error',
    message: (p) => `a group cannot be called \`${p.name}\`, which conditions use already`,
    hint: (p) => `choose another name, such as \`${p.name}_group\``,
  }),
  'cyclic-groups': entry<{ cycle: readonly string[] }>({
    code: 'DLP2018',
    severity: 'error',
    message: (p) => `the group \`${p.cycle[0]}\` is defined by itself`,
    hint: (p) => (p.cycle.length > 1 ? `the circle is ${circle(p.cycle)}` : null),
  }),
  'unknown-claim': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2019',
    severity: 'error',
    message: (p) => `no claim is called \`${p.name}\``,
    hint: (p) => nearest(p) ?? `declare it in the identity: \`claim ${p.name}: string\``,
  }),
  'unknown-time-zone': entry<UnknownName>({
    code: 'DLP2020',
    severity: 'error',
    message: (p) => `no time zone is called \`${p.name}\``,
    hint: (p) => nearest(p) ?? 'zones have names such as `UTC` and `Europe/Berlin`',
  }),
  'duplicate-identity': entry<Record<never, never>>({
    code: 'DLP2021',
    severity: 'error',
    message: () => 'there is more than one identity',
    hint: () => 'keep one `identity` among all files, with all its claims',
  }),
  'duplicate-claim': entry<{ name: string }>({
    code: 'DLP2022',
    severity: 'error',
    message: (p) => `the claim \`${p.name}\` is declared twice`,
  }),
  'unknown-claim-type': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2023',
    severity: 'error',
    message: (p) => `a claim cannot be of the type \`${p.name}\``,
    hint: nearest,
  }),
  'incomplete-identity': entry<{ name: string; key: string }>({
    code: 'DLP2024',
    severity: 'error',
    message: (p) => `the identity \`${p.name}\` names no \`${p.key}\``,
    hint: () => 'issuer and audience together say which tokens count',
  }),
  'repeated-setting': entry<{ key: string }>({
    code: 'DLP2025',
    severity: 'error',
    message: (p) => `the identity names its \`${p.key}\` twice`,
    hint: () => 'keep the one that is meant',
  }),
  'qualified-column': entry<{ name: string; column: string | null }>({
    code: 'DLP2026',
    severity: 'error',
    message: (p) => `\`${p.name}\` is neither a column of its own name nor a field of \`caller\` or \`task\``,
    hint: (p) => (p.column === null ? null : `columns stand alone: \`${p.column}\``),
  }),
  'pattern-without-relation': entry<{ source: string; pattern: string }>({
    code: 'DLP2027',
    severity: 'error',
    message: (p) => `\`${p.pattern}\` matches no table of \`${p.source}\``,
    hint: (p) =>
      p.pattern.includes('.') ? null : 'without a schema in front, a pattern looks into all schemas',
  }),
  'pattern-without-column': entry<{ relations: string; pattern: string }>({
    code: 'DLP2028',
    severity: 'error',
    message: (p) => `\`${p.pattern}\` matches no column of \`${p.relations}\``,
  }),
  'unknown-budget-unit': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2029',
    severity: 'error',
    message: (p) => `nothing is counted in \`${p.name}\``,
    hint: nearest,
  }),
  'unknown-budget-period': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2030',
    severity: 'error',
    message: (p) => `nothing is counted per \`${p.name}\``,
    hint: nearest,
  }),
  'unknown-record-level': entry<UnknownName & { known: readonly string[] }>({
    code: 'DLP2031',
    severity: 'error',
    message: (p) => `\`${p.name}\` is no level of records`,
    hint: nearest,
  }),
  'reserved-label': entry<{ name: string }>({
    code: 'DLP2032',
    severity: 'error',
    message: (p) =>
      `no label can be called \`${p.name}\`: columns of a \`closed\` database carry it where they carry no other`,
    hint: () => 'choose another name',
  }),
};
