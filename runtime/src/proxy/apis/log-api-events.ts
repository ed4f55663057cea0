/** From what happens on the listener of an API to the log. */
import type { ApiEvent } from '../../http/services.ts';
import type { Log } from '../../log/logger.ts';
import { logInternalError } from '../internal-error.ts';

export function apiEventLogger(source: string, log: Log): (event: ApiEvent) => void {
  return (event) => {
    switch (event.kind) {
      case 'forwarded': {
        const { id: request, user, operation, alerts: rules } = event;
        log('request-forwarded', { request, user, source, operation });
        if (rules.length > 0) log('access-alert', { session: request, user, rules });
        return;
      }
      case 'answered': {
        const { id: request, user, status, masked, bytes } = event;
        return log('request-answered', { request, user, source, status, masked, bytes });
      }
      case 'refused': {
        const { id: request, user, operation, problem } = event;
        const { status, message, rules } = problem;
        const detail = rules.length === 0 ? null : rules.join('; ');
        return log('request-refused', { request, user, source, operation, status, message, detail });
      }
      case 'cut': {
        const { id: request, user, reason } = event;
        return log('answer-cut', { request, user, source, reason });
      }
      default:
        return logInternalError(log, `${event.where} (${source})`, event.error);
    }
  };
}
