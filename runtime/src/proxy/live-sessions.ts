/** The sessions of this process as operators are shown them. */
import { type LiveSession, MAX_LISTED_SESSIONS } from '../admin/live-session.ts';
import type { Drainable } from './sessions.ts';

/** As long as a text of a client's may be shown. */
const MAX_TEXT = 200;

export function liveSessions(sessions: Pick<Drainable, 'opened'>): readonly LiveSession[] {
  const live = sessions.opened().flatMap(({ id, identity, about }): LiveSession[] => {
    if (about === null) return [];
    const { caller, task, user, expiresAt } = identity;
    return [
      {
        ...{ id, source: about.source, user, subject: caller.sub, kind: caller.kind },
        groups: [...caller.groups],
        actor: caller.actor?.sub ?? null,
        task: { id: task.id, name: task.name, parent: task.parent },
        application: about.application.slice(0, MAX_TEXT),
        address: about.address,
        startedAt: about.startedAt,
        endsAt: expiresAt.getTime(),
      },
    ];
  });
  return live.slice(0, MAX_LISTED_SESSIONS);
}
