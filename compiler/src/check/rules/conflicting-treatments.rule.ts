/**
 * DLP4002: for one caller, a column gets two treatments that hide equally much and differ.
 *
 * The treatment that reveals least wins, so two matter only where they share the lowest rank: decided exactly, over
 * all callers, against every treatment of a lower rank, the fallback of labels that nobody speaks of among them.
 */
import { diagnostic, type Span } from '@dlpc/language';
import type { Treatment } from '@dlpc/runtime/abi';
import { columnText } from '../../bind/names.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Callers } from '../satisfy/caller-space.ts';
import { callerText } from '../satisfy/caller-text.ts';
import type { SettledColumn, SettledSource } from '../treatments/settled.ts';

/** A treatment that a column gets, for whom, and the statement that says so. */
interface Outcome {
  readonly treatment: Treatment;
  readonly callers: Callers;
  /** Null for the fallback. */
  readonly span: Span | null;
}

export const conflictingTreatments: Rule = (context) => {
  for (const settled of context.checked.settled.values()) {
    const reported = new Set<string>();
    for (const column of [...settled.columns, ...settled.parts])
      checkColumn(context, settled, column, reported);
  }
};

function checkColumn(
  context: RuleContext,
  { source }: SettledSource,
  column: SettledColumn,
  reported: Set<string>,
): void {
  const ranks = contestedRanks(column);
  if (ranks.length === 0) return;
  const outcomes = outcomesOf(context, column);
  const { callers } = context;
  const name = columnText(source, column.relation, column.column.name);
  for (const rank of ranks) {
    const lower = outcomes.filter((outcome) => outcome.treatment.rank < rank);
    const undisputed = callers.outside(...lower.map((outcome) => outcome.callers));
    for (const [left, right] of differingPairs(outcomes.filter((o) => o.treatment.rank === rank))) {
      const answer = callers.ask(callers.both(left.callers, right.callers, undisputed));
      if (answer.is === 'empty') continue;
      const span = right.span ?? left.span;
      const place = JSON.stringify([left.span, right.span]);
      if (span === null || reported.has(place)) continue;
      reported.add(place);
      if (answer.is === 'undecided') {
        context.report(diagnostic('conditions-too-complex', span, { what: `\`${name}\`` }));
        return;
      }
      context.report(
        diagnostic(
          'conflicting-treatments',
          span,
          {
            column: name,
            left: textOf(left),
            right: textOf(right),
            witness: callerText(answer.witness),
          },
          left.span === null || left.span === span
            ? {}
            : { related: [{ message: 'the other statement', span: left.span }] },
        ),
      );
    }
  }
}

/** What is settled of most columns stays through many checks. */
const ranksOf = new WeakMap<SettledColumn, readonly number[]>();

/** Ranks at which a column has treatments that differ: most columns have none, and cost nothing more. */
function contestedRanks(column: SettledColumn): readonly number[] {
  const known = ranksOf.get(column) ?? contestedRanksIn(column);
  ranksOf.set(column, known);
  return known;
}

function contestedRanksIn({ labels, fallback }: SettledColumn): readonly number[] {
  const byRank = new Map<number, Set<string | null>>();
  const treatments = labels.flatMap(({ says }) => says.map((say) => say.treatment));
  for (const treatment of [...treatments, fallback]) {
    if (treatment === null) continue;
    const same = byRank.get(treatment.rank) ?? new Set();
    byRank.set(treatment.rank, same.add(treatment.sql));
  }
  return [...byRank].filter(([, differing]) => differing.size > 1).map(([rank]) => rank);
}

function outcomesOf({ checked, callers }: RuleContext, column: SettledColumn): readonly Outcome[] {
  const { gaps } = checked.program;
  const outcomes: Outcome[] = [];
  for (const { says } of column.labels) {
    const spoken: Callers[] = [];
    let complete = !gaps.syntax && gaps.policies.size === 0;
    for (const { policy, target, treatment } of says) {
      const condition = checked.conditions.policies.get(policy);
      if (condition === undefined) complete = false;
      else {
        const applies = callers.of(condition);
        spoken.push(applies);
        if (treatment !== null) outcomes.push({ treatment, callers: applies, span: target.node.span });
      }
    }
    // What could not be bound or checked may speak to those whom the fallback would seem to be for.
    if (column.fallback !== null && complete)
      outcomes.push({ treatment: column.fallback, callers: callers.outside(...spoken), span: null });
  }
  return outcomes;
}

function* differingPairs(outcomes: readonly Outcome[]): Iterable<readonly [Outcome, Outcome]> {
  for (const [index, right] of outcomes.entries())
    for (const left of outcomes.slice(0, index))
      if (left.treatment.sql !== right.treatment.sql)
        yield isBefore(left, right) ? [left, right] : [right, left];
}

/** The later statement is the one to blame, whatever the order of labels. */
function isBefore(a: Outcome, b: Outcome): boolean {
  if (a.span === null || b.span === null) return a.span === null;
  return a.span.file === b.span.file ? a.span.start <= b.span.start : a.span.file < b.span.file;
}

function textOf({ treatment, span }: Outcome): string {
  return span === null ? `mask default with ${treatment.text}` : treatment.text;
}
