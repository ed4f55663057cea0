/** The judge's end of one session: who asks, and whichever judge is in force at the moment a statement starts. */
import type { Asker } from '../abi.ts';
import type { SessionGate } from '../pgwire/gate.ts';
import { type MeterParts, SessionMeter } from './budgets/session-meter.ts';
import type { CallerClass, Judge } from './judge.ts';

interface Classified {
  readonly judge: Judge;
  readonly callerClass: CallerClass;
  readonly revision: string;
  /** The clock may have been set back: then what was found for a later time does not count. */
  readonly from: number;
  readonly until: number;
}

/**
 * `judge` answers with the one in force; it is asked before every statement, so that a new policy or catalog holds for the
 * next one of every session. So is `now`, in milliseconds since 1970: where other policies apply than did, the revision
 * is another one, and prepared statements are judged again.
 */
export function createSessionGate(
  asker: Asker,
  onBehalfOf: readonly Asker[],
  judge: () => Judge,
  now: () => number,
  budgets: Pick<MeterParts, 'book' | 'onReached'>,
): SessionGate {
  const meter = new SessionMeter({ caller: asker.caller.sub, now, ...budgets });
  let classified: Classified | null = null;

  function current(): Classified {
    const inForce = judge();
    const time = now();
    const holds = classified?.judge === inForce && classified.from <= time && time < classified.until;
    if (classified === null || !holds) {
      const callerClass = inForce.classOf(asker, time, onBehalfOf);
      const revision = `${inForce.revision}/${callerClass.name}`;
      classified = { judge: inForce, callerClass, revision, from: time, until: inForce.nextChange(time) };
    }
    return classified;
  }

  return {
    get revision() {
      return current().revision;
    },
    meter: () => {
      const { limits } = current().callerClass;
      return limits.length === 0 ? null : meter.use(limits);
    },
    recordLevel: () => current().callerClass.recordLevel,
    isUnlabelled: (relation, column) => current().callerClass.isUnlabelled(relation, column),
    hidesOrigin: (relation, column) => current().callerClass.hidesOrigin(relation, column),
    judge: (text, protocol, parameterTypes) => current().callerClass.judge(text, protocol, parameterTypes),
  };
}
