/** Proposals as a policy file, as lines for people, and as JSON. Knows counts and names, and no values. */
import { formatText, quote } from '@dlpc/language';
import { nameText } from '../bind/name-text.ts';
import { pathText } from '../bind/names.ts';
import type { BuiltInDetector } from '../detectors/built-in.ts';
import { jsonPathText } from '../masks/json/json-path.ts';
import type { Proposal } from './propose.ts';

/** What there is already, and what the database is called. */
export interface Surroundings {
  readonly database: string;
  /** Where a file that declares the database itself says its schema is; null where policies declare it. */
  readonly schemaPath: string | null;
  /** Paths of the labels that policies declare. */
  readonly labels: ReadonlySet<string>;
  /** Names of their detectors. */
  readonly detectors: ReadonlySet<string>;
}

export interface Suggestions {
  readonly proposals: readonly Proposal[];
  /** Tables that could not be read. */
  readonly unread: readonly string[];
}

/** `crm.customers.email`, `crm.people.profile.$.mail`. */
export function placeText(database: string, { relation, column, path }: Proposal): string {
  const schema = relation.schema === 'public' ? [] : [relation.schema];
  const place = pathText([database, ...schema, relation.name, column.name]);
  return path === null ? place : `${place}.${jsonPathText(path)}`;
}

/** Such as `412 of 500 sampled values match card_number and pass luhn`. */
export function evidenceText({ evidence, within }: Proposal): string {
  const { sampled, matched, detector, byName } = evidence;
  if (detector === null)
    return sampled === 0
      ? 'its name says so; no values were looked at'
      : `its name says so; the ${sampled} sampled values have no form that is known`;
  const test = detector.validator === null ? '' : ` and pass ${detector.validator}`;
  const verb = within === null ? 'match' : 'hold a match of';
  const name = byName ? ', and its name says so' : '';
  return `${matched} of ${sampled} sampled values ${verb} ${detector.name}${test}${name}`;
}

/** The label that a proposal gets: the one that it is for, or the nearest above it that is declared. */
function labelOf({ label }: Proposal, declared: ReadonlySet<string>): string {
  for (let path = label; path !== ''; path = path.slice(0, Math.max(path.lastIndexOf('.'), 0)))
    if (declared.has(path)) return path;
  return label;
}

/** A policy file with a `classify` for each proposal, and declarations of the labels and detectors that these need. */
export function suggestionsText({ proposals }: Suggestions, surroundings: Surroundings): string {
  const { database, schemaPath, labels, detectors } = surroundings;
  const lines = ['// Proposed by `dlpc suggest` from names and sampled values. Review each line.', ''];
  if (schemaPath !== null) lines.push(`database ${nameText(database)} from ${quote(schemaPath)}`, '');
  const used = proposals.map((proposal) => labelOf(proposal, labels));
  lines.push(...labelTrees(used.filter((label) => !labels.has(label))), '');
  const names = new Map<BuiltInDetector, string>();
  for (const { within } of proposals)
    if (within !== null) names.set(within, freeName(within.name, detectors));
  for (const [{ expression, validator }, name] of names)
    lines.push(`detector ${name} = /${expression}/${validator === null ? '' : ` where ${validator}`}`);
  if (names.size > 0) lines.push('');
  for (const [index, proposal] of proposals.entries()) {
    const place = placeText(database, proposal);
    const { within } = proposal;
    const target = within === null ? place : `values matching ${names.get(within) ?? ''} in ${place}`;
    const missing = used[index] === proposal.label ? '' : `; \`${proposal.label}\` is not declared`;
    lines.push(`// ${evidenceText(proposal)}${missing}`, `classify ${used[index] ?? ''} ${target}`);
  }
  const text = lines.join('\n');
  return formatText(text).text;
}

/** `pii.contact`, `pii.birth` → `label pii { birth contact }`. All have at most two names. */
function labelTrees(paths: readonly string[]): readonly string[] {
  const roots = Map.groupBy([...new Set(paths)].sort(), (path) => path.split('.')[0] ?? path);
  return [...roots].map(([root, below]) => {
    const children = below.flatMap((path) => path.split('.').slice(1));
    return children.length === 0 ? `label ${root}` : `label ${root} { ${children.join(' ')} }`;
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n += 1) free = `${name}_${n}`;
  return free;
}

/** The proposals as JSON, with a line end. */
export function suggestionsJson({ proposals, unread }: Suggestions, surroundings: Surroundings): string {
  const { database, labels } = surroundings;
  const suggestions = proposals.map((proposal) => ({
    label: labelOf(proposal, labels),
    declared: labels.has(labelOf(proposal, labels)),
    place: placeText(database, proposal),
    within: proposal.within?.name ?? null,
    evidence: {
      sampled: proposal.evidence.sampled,
      matched: proposal.evidence.matched,
      detector: proposal.evidence.detector?.name ?? null,
      validator: proposal.evidence.detector?.validator ?? null,
      byName: proposal.evidence.byName,
    },
  }));
  return `${JSON.stringify({ version: 1, database, suggestions, unread }, null, 2)}\n`;
}
