/** What policies would make of a statement that went on record, beside what was made of it. Pure. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { StatementEvidence, Verdict } from '@dlpc/runtime/pgwire/gate';
import type { RecordedStatement } from './recorded-statement.ts';

export const REPLAY_KINDS = [
  'newly allowed',
  'newly denied',
  'newly waits for approval',
  'shows more',
  'shows less',
  'loses a filter',
  'gains a filter',
] as const;

export type ReplayKind = (typeof REPLAY_KINDS)[number];

/** Whether somebody may see or do more than before. */
const WIDENING: ReadonlySet<ReplayKind> = new Set(['newly allowed', 'shows more', 'loses a filter']);

export function widens(kind: ReplayKind): boolean {
  return WIDENING.has(kind);
}

export interface Difference {
  readonly kind: ReplayKind;
  /** A clause: by which rule, which column and how. */
  readonly detail: string;
}

/** Null where the two cannot be compared: what was not denied by a policy, and what is not on record. */
export function compareStatement(
  recorded: RecordedStatement,
  verdict: Verdict,
): readonly Difference[] | null {
  const { denial, told } = recorded;
  // A mistake of the client, a budget, a record that could not be kept: no policy decided that.
  if (told === null || (denial !== null && denial !== '42501')) return null;
  if (verdict.kind === 'deny') {
    if (verdict.denial.sqlstate !== '42501') return null;
    const { message, detail } = verdict.denial;
    return denial === null ? [{ kind: 'newly denied', detail: detail ?? message }] : [];
  }
  const waits = verdict.approvals?.map(({ rule }) => rule).join('; ') ?? null;
  const now = verdict.recorded?.evidence ?? null;
  // People refused it, or did not agree in time: the policy is as it was.
  if (denial !== null && waits !== null && told.rules.some(isApproval)) return [];
  if (denial !== null)
    return [
      {
        kind: 'newly allowed',
        detail: waits === null ? (now?.rules.join('; ') ?? '') : `once approved: ${waits}`,
      },
    ];
  const waited = told.rules.some(isApproval);
  return [
    ...(waits !== null && !waited ? [{ kind: 'newly waits for approval' as const, detail: waits }] : []),
    ...(waits === null && waited
      ? [{ kind: 'newly allowed' as const, detail: 'without the approval that it waited for' }]
      : []),
    ...(now === null ? [] : [...maskDifferences(told.masks, now), ...filterDifferences(told.rules, now)]),
  ];
}

function maskDifferences(
  before: readonly { readonly column: string; readonly treatment: string }[],
  now: StatementEvidence,
): readonly Difference[] {
  const [old, next] = [byColumn(before), byColumn(now.masks)];
  return [...new Set([...old.keys(), ...next.keys()])].sort().flatMap((column): readonly Difference[] => {
    const [was, is] = [old.get(column), next.get(column)];
    if (was === is) return [];
    const kind =
      is === undefined || (was !== undefined && revealsMore(was, is)) ? 'shows more' : 'shows less';
    return [{ kind, detail: `${column}: ${was ?? 'as it is'} before, ${is ?? 'as it is'} now` }];
  });
}

function byColumn(
  masks: readonly { readonly column: string; readonly treatment: string }[],
): ReadonlyMap<string, string> {
  return new Map(masks.map(({ column, treatment }) => [column, treatment]));
}

const RANKS: Readonly<Record<string, number>> = {
  null: REVEAL_RANK.nothing,
  redact: REVEAL_RANK.nothing,
  zero: REVEAL_RANK.nothing,
  constant: REVEAL_RANK.constant,
  hash: REVEAL_RANK.equality,
  tokenize: REVEAL_RANK.equality,
};

/** Two that cannot be ordered count as more: whoever asks wants a second look. */
function revealsMore(was: string, is: string): boolean {
  const [before, now] = [rankOf(was), rankOf(is)];
  return now > before || (now === before && before !== REVEAL_RANK.nothing);
}

function rankOf(treatment: string): number {
  const name = /^[a-z_]+/.exec(treatment)?.[0] ?? '';
  return RANKS[name] ?? REVEAL_RANK.part;
}

function filterDifferences(before: readonly string[], now: StatementEvidence): readonly Difference[] {
  const [old, next] = [filtersOf(before), filtersOf(now.rules)];
  return [
    ...[...old]
      .filter((filter) => !next.has(filter))
      .map((detail): Difference => ({ kind: 'loses a filter', detail })),
    ...[...next]
      .filter((filter) => !old.has(filter))
      .map((detail): Difference => ({ kind: 'gains a filter', detail })),
  ];
}

/** By what they say: where they stand may change. */
function filtersOf(rules: readonly string[]): ReadonlySet<string> {
  return new Set(rules.map(statementOf).filter((statement) => statement.startsWith('filter ')));
}

function isApproval(rule: string): boolean {
  return statementOf(rule).startsWith('approve ');
}

/** `policy nightly, crm.dlp:12: filter orders where …` without who says it where. */
function statementOf(rule: string): string {
  return /^policy .*?:\d+: (.*)$/s.exec(rule)?.[1] ?? rule;
}
