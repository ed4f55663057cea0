/** Turns what the wire reports into events of the log, and says whose session it was. */
import type { Log } from '../log/logger.ts';
import type { WireEvent } from '../pgwire/events.ts';

/** A listener for {@link WireServices.onEvent}. `isName`: whether a name that a client gave is one; what is none may be a secret in the wrong place. */
export function wireEventLogger(log: Log, isName: (user: string) => boolean): (event: WireEvent) => void {
  const users = new Map<string, string>();
  /** What was given by those who are refused next, and is no name. */
  const unnamed = new Map<string, string>();
  const userOf = (session: string) => users.get(session) ?? null;

  return (event) => {
    switch (event.kind) {
      case 'session-started':
        return log('session-started', { session: event.sessionId, address: event.remoteAddress });
      case 'authenticated':
        users.set(event.sessionId, event.user);
        return log('authenticated', {
          session: event.sessionId,
          user: event.user,
          database: event.database,
          application: event.applicationName,
          tls: event.tls,
          channelBound: event.channelBound,
        });
      case 'authentication-failed':
        if (!isName(event.user)) unnamed.set(event.sessionId, event.user);
        return log('authentication-failed', {
          session: event.sessionId,
          user: isName(event.user) ? event.user : '',
          address: event.remoteAddress,
          reason: event.reason,
          problem: event.problem,
        });
      case 'session-refused':
        return log('session-refused', {
          session: event.sessionId,
          user: userOf(event.sessionId),
          sqlstate: event.sqlstate,
          message: withoutName(event.message, unnamed.get(event.sessionId)),
          reason: event.cause,
        });
      case 'session-ready':
        return log('session-ready', {
          session: event.sessionId,
          user: userOf(event.sessionId),
          serverPid: event.upstreamProcessId,
          milliseconds: event.milliseconds,
        });
      case 'statement-forwarded':
        return log('statement-forwarded', {
          session: event.sessionId,
          user: userOf(event.sessionId),
          protocol: event.protocol,
          rewritten: event.rewritten,
          touchesProtected: event.touchesProtected,
        });
      case 'statement-alert':
        return log('access-alert', {
          session: event.sessionId,
          user: userOf(event.sessionId),
          rules: event.rules,
        });
      case 'statement-denied':
        return log('statement-denied', {
          session: event.sessionId,
          user: userOf(event.sessionId),
          protocol: event.protocol,
          sqlstate: event.sqlstate,
          message: event.message,
          detail: event.detail,
        });
      case 'upstream-error':
        return log('upstream-error', {
          session: event.sessionId,
          user: userOf(event.sessionId),
          severity: event.severity,
          sqlstate: event.sqlstate,
          neutralised: event.neutralised,
        });
      case 'notice-dropped':
        return log('notice-dropped', { session: event.sessionId, sqlstate: event.sqlstate });
      case 'gate-failure':
        return log('internal-error', { where: 'judging a statement', message: event.message, stack: null });
      case 'cancel-requested':
        return log('cancel-requested', { session: event.sessionId, address: event.remoteAddress });
      case 'session-ended':
        log('session-ended', {
          session: event.sessionId,
          user: userOf(event.sessionId),
          cause: event.cause,
          milliseconds: event.milliseconds,
          forwarded: event.statementsForwarded,
          denied: event.statementsDenied,
          bytesFromClient: event.bytesFromClient,
          bytesFromUpstream: event.bytesFromUpstream,
        });
        users.delete(event.sessionId);
        unnamed.delete(event.sessionId);
        return;
    }
  };
}

/** What the client was told, without what it gave for a name. */
function withoutName(message: string, given: string | undefined): string {
  return given === undefined ? message : message.replaceAll(`"${given}"`, '"…"');
}
