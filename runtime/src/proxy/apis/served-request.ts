/** A request under way as one of the proxy's sessions: whoever ends sessions ends it too. */
import type { AdmittedCaller, OpenRequest } from '../../http/services.ts';
import type { ServedSession } from '../../pgwire/serve.ts';

/**
 * How long a timer waits at most before it looks again. Node keeps timers of one duration in a list, to which the next is added at no cost; so
 * most requests, which are over long before, share one duration.
 */
const LONGEST_TIMER = 60_000;

export function servedRequest(
  { id, cut, drain }: OpenRequest,
  { user, endsAt }: AdmittedCaller,
  now: () => number,
): { readonly served: ServedSession; readonly close: () => void } {
  const closed = Promise.withResolvers<void>();
  const startedAt = now();
  let timer = watch(startedAt);
  function watch(at: number): NodeJS.Timeout {
    return setTimeout(look, Math.min(Math.max(endsAt - at, 0), LONGEST_TIMER)).unref();
  }
  function look(): void {
    const at = now();
    if (at >= endsAt) cut();
    else timer = watch(at);
  }
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
        ...{ phase: 'active', user, database: null, startedAt: new Date(startedAt) },
        ...{ statementsForwarded: 1, statementsDenied: 0, bytesFromClient: 0, bytesFromUpstream: 0 },
      }),
    },
  };
}
