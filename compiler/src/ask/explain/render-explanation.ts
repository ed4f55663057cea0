/** An explanation as text: the decision first, then what led to it, then what the server runs. */
import { type Painter, painter, printable } from '@dlpc/language';
import type {
  ExplainedAccess,
  ExplainedColumn,
  ExplainedPart,
  ExplainedPolicy,
  ExplainedRule,
  Explanation,
} from './explanation.ts';

export interface ExplanationStyle {
  readonly colour: boolean;
  /** Lays out SQL for reading. */
  layOut(sql: string): string;
}

export function renderExplanation(explanation: Explanation, { colour, layOut }: ExplanationStyle): string {
  const paint = painter(colour);
  const { source, caller, at, policies, text, statement } = explanation;
  const title = [decisionLine(explanation, paint), `  on ${source} as ${printable(caller)}`, `  at ${at}`];
  const sections = [
    [...title, ...denialLines(explanation)],
    section(
      'policies',
      policies.flatMap((policy) => policyLines(policy, paint)),
      paint,
    ),
    ...reasonSections(explanation, paint),
    text === null ? [] : section('the server runs', textLines(text, statement, layOut), paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The rules that decided, and what became of each column: what a failed test shows. */
export function reasonSections(
  { accesses, columns }: Explanation,
  paint: Painter,
): readonly (readonly string[])[] {
  return [
    section(
      'rules',
      accesses.flatMap((access) => accessLines(access, paint)),
      paint,
    ),
    section('columns', columnLines(columns ?? [], paint), paint),
  ];
}

/** `approve by 2 of "dba", "security" within 15m` */
export function approvalText({ by, people, within }: Explanation['approvals'][number]): string {
  const groups = by.map((group) => JSON.stringify(group)).join(', ');
  return `by ${people > 1 ? `${people} of ` : ''}${groups} within ${durationText(within)}`;
}

function decisionLine({ decision, columns, approvals }: Explanation, paint: Painter): string {
  const masked = (columns ?? []).filter((column) => column.masked);
  if (decision === 'deny') return paint('error', 'denied');
  if (decision === 'approve')
    return paint(
      'warning',
      `needs approval ${approvals.map((approval) => printable(approvalText(approval))).join(', and ')}`,
    );
  if (masked.length === 0) return paint('note', 'allowed');
  return `${paint('note', 'allowed')}, with ${masked.map(({ name }) => printable(name)).join(', ')} masked`;
}

function denialLines({ denial, denialOnceApproved: later }: Explanation): readonly string[] {
  if (denial === null) return [];
  return [
    `  ERROR ${denial.sqlstate}: ${printable(denial.message)}`,
    ...(denial.detail === null ? [] : [`  DETAIL: ${printable(denial.detail)}`]),
    ...(denial.hint === null ? [] : [`  HINT: ${printable(denial.hint)}`]),
    ...(later === null ? [] : ['  It needs an approval besides, which would change nothing.']),
  ];
}

function policyLines(
  { name, file, line, applies, parts }: ExplainedPolicy,
  paint: Painter,
): readonly string[] {
  const title = `${mark(applies, paint)} ${paint('strong', printable(name))}  ${place({ file, line }, paint)}`;
  return [title, ...parts.flatMap((part) => partLines(part, 1, paint))];
}

function partLines({ text, holds, parts }: ExplainedPart, depth: number, paint: Painter): readonly string[] {
  const line = `${'  '.repeat(depth)}${mark(holds, paint)} ${printable(text)}`;
  return [line, ...parts.flatMap((part) => partLines(part, depth + 1, paint))];
}

function accessLines(
  { action, relation, effect, rules, filters, lookups }: ExplainedAccess,
  paint: Painter,
): readonly string[] {
  const said =
    effect === 'allow'
      ? paint('note', 'allowed')
      : effect === 'deny'
        ? paint('error', 'denied')
        : paint('warning', 'to be approved');
  const why =
    rules.length === 0
      ? ['  no policy that applies allows it']
      : rules.map((rule) => `  ${ruleText(rule, paint)}`);
  return [
    `${action} on ${printable(relation)}: ${said}`,
    ...why,
    ...filters.map((rule) => `  only some rows: ${ruleText(rule, paint)}`),
    ...lookups.map(
      (column) => `  ${paint('warning', 'finds rows by the stored value')} of ${printable(column)}`,
    ),
  ];
}

function columnLines(columns: readonly ExplainedColumn[], paint: Painter): readonly string[] {
  const width = Math.max(0, ...columns.map(({ name }) => printable(name).length));
  return columns.flatMap(({ name, masked, sources, opaque }) => {
    const head = printable(name).padEnd(width);
    const gap = ' '.repeat(width);
    if (sources.length === 0) return [`${head}  as it is`];
    const told = sources.map((source, index) => {
      const of = `${printable(source.column)} (${printable(source.labels.join(', '))})`;
      const how = source.masked
        ? `${paint('warning', source.treatment)} of ${of}`
        : `${paint('note', 'reveals')} ${of}`;
      const by =
        source.rules.length === 0 ? 'by default' : source.rules.map((rule) => place(rule, paint)).join(', ');
      return `${index === 0 ? head : gap}  ${how}  ${by}`;
    });
    const unclear =
      opaque === null
        ? []
        : [`${gap}  taken to be computed from all that is read, since ${printable(opaque)}`];
    return masked || opaque === null ? [...told, ...unclear] : told;
  });
}

function textLines(text: string, statement: string, layOut: (sql: string) => string): readonly string[] {
  return text === statement ? ['the statement as it is'] : layOut(text).split('\n').map(printable);
}

function section(title: string, lines: readonly string[], paint: Painter): readonly string[] {
  return lines.length === 0 ? [] : [paint('strong', title), ...lines.map((line) => `  ${line}`)];
}

function ruleText(rule: ExplainedRule, paint: Painter): string {
  return `${place(rule, paint)}  ${printable(rule.text)}`;
}

function place({ file, line }: Pick<ExplainedRule, 'file' | 'line'>, paint: Painter): string {
  return paint('frame', `${printable(file)}:${line}`);
}

function mark(holds: boolean, paint: Painter): string {
  return holds ? paint('note', '✓') : paint('error', '✗');
}

function durationText(seconds: number): string {
  for (const [letter, length] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
  ] as const)
    if (seconds % length === 0) return `${seconds / length}${letter}`;
  return `${seconds}s`;
}
