/** What policies would have decided on traffic that went on record: counted, with an example of each difference. */
import type { CallerClass } from '@dlpc/runtime/judge/judge';
import { Judge } from '@dlpc/runtime/judge/judge';
import type { JudgedApi } from '../http/judged-api.ts';
import type { JudgedSource } from '../judged-source.ts';
import { compareStatement, type Difference, REPLAY_KINDS, type ReplayKind } from './compare-statement.ts';
import type { RecordedStatement } from './recorded-statement.ts';
import { requestVerdict } from './request-verdict.ts';

/** Statements of one shape by one user that differ in the same way. */
export interface ReplayGroup extends Difference {
  readonly user: string;
  readonly shape: string;
  readonly count: number;
  /** The first of them. */
  readonly example: { readonly session: string; readonly n: number; readonly at: number };
}

export interface Replay {
  readonly sessions: number;
  readonly statements: number;
  readonly same: number;
  /** Of sources that the policies do not declare, without a text on record, or not decided by a policy. */
  readonly notCompared: number;
  /** In the order of {@link REPLAY_KINDS}, the most frequent first. */
  readonly groups: readonly ReplayGroup[];
}

/** More different groups than this are counted together with none of them named. */
const MAX_GROUPS = 10_000;

/** What the policies declare, by name. */
export interface ReplayedSources {
  readonly databases: ReadonlyMap<string, JudgedSource>;
  readonly apis: ReadonlyMap<string, JudgedApi>;
}

export async function replayTraffic(
  { databases, apis }: ReplayedSources,
  traffic: AsyncIterable<RecordedStatement>,
): Promise<Replay> {
  const judges = new Map([...databases].map(([name, source]) => [name, tellingJudge(source)]));
  const sessions = new Set<string>();
  const groups = new Map<string, { group: ReplayGroup; count: number }>();
  let [statements, same, notCompared] = [0, 0, 0];
  for await (const recorded of traffic) {
    statements += 1;
    sessions.add(recorded.session);
    const judge = judges.get(recorded.source);
    const api = apis.get(recorded.source);
    const differences =
      api !== undefined
        ? requestDifferences(recorded, api)
        : judge === undefined
          ? null
          : differencesOf(recorded, judge);
    if (differences === null) notCompared += 1;
    else if (differences.length === 0) same += 1;
    for (const difference of differences ?? []) note(groups, recorded, difference);
  }
  const order = (kind: ReplayKind) => REPLAY_KINDS.indexOf(kind);
  return {
    ...{ sessions: sessions.size, statements, same, notCompared },
    groups: [...groups.values()]
      .map(({ group, count }) => ({ ...group, count }))
      .sort((a, b) => order(a.kind) - order(b.kind) || b.count - a.count),
  };
}

/** Of the same policies, as if all of them asked for records: what it says of statements is what is compared. */
function tellingJudge({ matcher, catalog, parser }: JudgedSource): Judge {
  const policies = matcher.policies.map((policy) => ({ ...policy, record: 'everything' as const }));
  return new Judge({ matcher: { ...matcher, policies }, revision: '' }, catalog, parser);
}

function differencesOf(recorded: RecordedStatement, judge: Judge): readonly Difference[] | null {
  const { text, protocol, asker, onBehalfOf, at } = recorded;
  if (text === null || protocol === 'http') return null;
  const callerClass: CallerClass = judge.classOf(asker, at, onBehalfOf);
  return compareStatement(recorded, callerClass.judge(text, protocol));
}

function requestDifferences(recorded: RecordedStatement, api: JudgedApi): readonly Difference[] | null {
  const { text, asker, onBehalfOf, at } = recorded;
  if (text === null) return null;
  return compareStatement(recorded, requestVerdict(api, [asker, ...onBehalfOf], at, text));
}

function note(
  groups: Map<string, { group: ReplayGroup; count: number }>,
  { user, shape, session, n, at }: RecordedStatement,
  difference: Difference,
): void {
  const key = JSON.stringify([difference, user, shape]);
  const known = groups.get(key);
  if (known !== undefined) known.count += 1;
  else if (groups.size < MAX_GROUPS)
    groups.set(key, {
      group: { ...difference, user, shape, count: 1, example: { session, n, at } },
      count: 1,
    });
}
