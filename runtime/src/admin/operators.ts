/** What people may see at the admin listener besides what they may decide: by their groups, as the configuration says. */
import type { Identity } from '../identity/identity.ts';
import { type Answer, jsonAnswer, problem, problemAnswer } from './http/problem.ts';
import type { LiveSession } from './live-session.ts';

export interface OperatorsApi {
  me(who: Identity): Answer;
  sessions(who: Identity): Answer;
}

export interface OperatorsParts {
  /** Groups whose members see sessions. */
  readonly viewers: readonly string[];
  readonly sessions: () => readonly LiveSession[];
}

export function operatorsApi({ viewers, sessions }: OperatorsParts): OperatorsApi {
  /** A person alone: what a job could see of others, whoever takes over the job could. */
  const mayView = ({ caller }: Identity): boolean =>
    caller.kind === 'human' && viewers.some((group) => caller.groups.has(group));
  return {
    me: (who) =>
      jsonAnswer({
        subject: who.caller.sub,
        kind: who.caller.kind,
        groups: [...who.caller.groups].sort(),
        mayView: mayView(who),
      }),
    sessions: (who) => {
      if (!mayView(who))
        return problemAnswer(
          problem('forbidden', 'Sessions are shown to people of the groups in `admin.viewers`.'),
        );
      const listed = [...sessions()].sort((a, b) => a.startedAt - b.startedAt);
      return jsonAnswer({
        sessions: listed.map(({ startedAt, endsAt, ...session }) => ({
          ...session,
          startedAt: new Date(startedAt).toISOString(),
          endsAt: new Date(endsAt).toISOString(),
        })),
      });
    },
  };
}
