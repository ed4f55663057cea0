/** A request under way as one of the proxy's sessions: whoever ends sessions ends it too. */
import type { AdmittedCaller, OpenRequest } from '../../http/services.ts';
import type { ServedSession } from '../../pgwire/serve.ts';

/** Timers take no more. */
const LONGEST_TIMER = 2 ** 31 - 1;

export function servedRequest(
  { id, cut, drain }: OpenRequest,
  { user, endsAt }: AdmittedCaller,
  now: () => number,
): { readonly served: ServedSession; readonly close: () => void } {
  const closed = Promise.withResolvers<void>();
  const startedAt = new Date(now());
  const timer = setTimeout(cut, Math.min(Math.max(endsAt - now(), 0), LONGEST_TIMER));
  timer.unref();
  return {
    close: () => {
      clearTimeout(timer);
      closed.resolve();
    },
    served: {
      id,
      closed: closed.promise,
      end: cut,
      // A request is never idle: it may come to its end, unless it waits for people.
      drain,
      snapshot: () => ({
        ...{ phase: 'active', user, database: null, startedAt },
        ...{ statementsForwarded: 1, statementsDenied: 0, bytesFromClient: 0, bytesFromUpstream: 0 },
      }),
    },
  };
}
