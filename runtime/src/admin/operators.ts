/** Who asks, and who is connected, over HTTP. */
import type { CallerKind } from '../abi.ts';
import { jsonAnswer, problem, problemAnswer } from './http/problem.ts';
import type { Route } from './http/route.ts';
import type { LiveSession } from './live-session.ts';
import { type Rights, type Roles, rightsOf } from './roles.ts';

export interface OperatorsParts {
  readonly roles: Roles;
  readonly sessions: () => readonly LiveSession[];
}

/** Who asks, as the proxy knows them. */
export interface Me extends Rights {
  readonly subject: string;
  readonly kind: CallerKind;
  readonly groups: readonly string[];
  /** When they must sign in again, in ISO 8601. */
  readonly expiresAt: string;
}

/** Times in ISO 8601. */
export type ShownSession = Omit<LiveSession, 'startedAt' | 'endsAt'> & {
  readonly startedAt: string;
  readonly endsAt: string;
};

export function operatorsApi({ roles, sessions }: OperatorsParts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: /^\/v1\/me$/,
      answer: ({ who }) => {
        const { sub, kind, groups } = who.caller;
        const me: Me = {
          ...{ subject: sub, kind, groups: [...groups].sort(), expiresAt: who.expiresAt.toISOString() },
          ...rightsOf(who, roles),
        };
        return jsonAnswer(me);
      },
    },
    {
      method: 'GET',
      path: /^\/v1\/sessions$/,
      answer: ({ who }) => {
        if (!rightsOf(who, roles).mayView)
          return problemAnswer(
            problem('forbidden', 'Sessions are shown to people of the groups in `admin.viewers`.'),
          );
        const listed = [...sessions()].sort((a, b) => a.startedAt - b.startedAt);
        return jsonAnswer({
          sessions: listed.map(
            ({ startedAt, endsAt, ...session }): ShownSession => ({
              ...session,
              startedAt: new Date(startedAt).toISOString(),
              endsAt: new Date(endsAt).toISOString(),
            }),
          ),
        });
      },
    },
  ];
}
