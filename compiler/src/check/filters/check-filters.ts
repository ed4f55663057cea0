/** The row filters of a program: each typed against the relations that it speaks of, and spread to their children. */
import { type Diagnostic, diagnostic, type Span } from '@dlpc/language';
import { deriveReporting, reportingQuery } from '../../bind/derive-reporting.ts';
import { descendantsIn } from '../../bind/inheritance.ts';
import { relationText } from '../../bind/names.ts';
import type { BoundRelation, Identity, Policy, Program, RowFilter, Source } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import { holdsRows } from '../../bind/stored.ts';
import type { RowCondition } from '../../ir/row-condition.ts';
import type { Memo } from '../../memo/memo.ts';
import type { ReadingProblem } from '../../row-conditions/row-condition-reading.ts';
import type { Relation } from '../../schema/model.ts';
import { checkRowCondition } from './check-row-condition.ts';
import type { SettledFilter, SettledFilters } from './settled-filters.ts';

/** The filters of one policy, by source. */
const filtersOfPolicy = reportingQuery<SettledFilters>('filters of a policy');

/**
 * Checks every filter. Rows of a child are rows of its parent, so that a filter on a table holds where they are read from the
 * child as well; the columns are the same ones.
 */
export function checkFilters({ policies, identity }: Program, report: Report, memo: Memo): SettledFilters {
  const bySource = new Map<Source, SettledFilter[]>();
  for (const policy of policies) {
    const ofPolicy = deriveReporting(memo, filtersOfPolicy, policy, [identity], report, (inner, identity) =>
      settleFilters(policy, identity, inner),
    );
    for (const [source, filters] of ofPolicy) {
      const known = bySource.get(source);
      if (known === undefined) bySource.set(source, [...filters]);
      else known.push(...filters);
    }
  }
  return bySource;
}

function settleFilters(policy: Policy, identity: Identity | null, report: Report): SettledFilters {
  const bySource = new Map<Source, SettledFilter[]>();
  for (const { source, filters } of policy.blocks) {
    const settled = bySource.get(source) ?? [];
    bySource.set(source, settled);
    for (const filter of filters) settled.push(...settleFilter(identity, policy, source, filter, report));
  }
  return bySource;
}

function settleFilter(
  identity: Identity | null,
  policy: Policy,
  source: Source,
  filter: RowFilter,
  report: Report,
): Iterable<SettledFilter> {
  const { reading, node } = filter;
  const { span } = node.condition;
  if (reading.kind === 'problem') {
    const { start, end } = reading.extent;
    report(problemDiagnostic(reading.problem, { ...span, start: span.start + start, end: span.start + end }));
    return [];
  }
  const once = reportingOnce(report);
  const settled = new Map<Relation, SettledFilter>();
  for (const bound of filter.relations) {
    const { relation } = bound;
    if (!isFilterable(source, bound, report)) continue;
    const subject = { source, relation, identity };
    const condition = checkRowCondition(reading.expression, node.condition, subject, once);
    if (condition === null) continue;
    settled.set(relation, { policy, filter, relation, isOwn: true, condition });
  }
  for (const meant of [...settled.values()])
    for (const child of descendantsIn(source, meant.relation))
      settled.set(child, { ...meant, relation: child, isOwn: false });
  return settled.values();
}

function isFilterable(source: Source, { relation, node }: BoundRelation, report: Report): boolean {
  if (holdsRows(relation)) return true;
  const params = { relation: relationText(source, relation), kind: relation.kind };
  report(diagnostic('filter-needs-table', node.span, params));
  return false;
}

/** What is wrong with a text is often so for each of its relations: it is said once. */
function reportingOnce(report: Report): Report {
  const said = new Set<string>();
  const once = (found: Diagnostic): void => {
    const key = JSON.stringify([found.code, found.span.start, found.span.end]);
    if (!said.has(key)) report(found);
    said.add(key);
  };
  return Object.assign(once, { nearest: report.nearest, budget: report.budget });
}

function problemDiagnostic(problem: ReadingProblem, span: Span): Diagnostic {
  switch (problem.is) {
    case 'syntax':
      return diagnostic('invalid-row-condition', span, { problem: problem.message });
    case 'no expression':
      return diagnostic('invalid-row-condition', span, { problem: 'it is more or less than one expression' });
    case 'subquery':
      return diagnostic('subquery-in-row-condition', span, {});
    case 'foreign':
      return diagnostic('not-in-row-condition', span, { what: problem.what });
    case 'too large':
      return diagnostic('row-condition-too-large', span, {});
    case 'read in two ways':
      return diagnostic('row-condition-in-two-ways', span, {});
  }
}

/** The names of the columns that a condition reads, each once. */
export function columnsRead(condition: RowCondition): ReadonlySet<string> {
  const names = new Set<string>();
  const left: unknown[] = [condition];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if ('value' in next && next.value === 'column' && 'name' in next) names.add(String(next.name));
    left.push(...Object.values(next));
  }
  return names;
}
