/** Turns what happens to requests for approval into events of the log: who, which rules and how it ended, never what the statement says. */
import type { ApprovalEvent } from '../approvals/approval-event.ts';
import type { Log } from '../log/logger.ts';

export function approvalEventLogger(log: Log): (event: ApprovalEvent) => void {
  return (event) => {
    const { id: approval, request } = event;
    const { source, requester } = request;
    const known = { approval, source, caller: requester.subject };
    switch (event.kind) {
      case 'asked':
        return log('approval-asked', {
          ...known,
          user: requester.user,
          actor: requester.actors[0] ?? null,
          task: requester.task.name === '' ? null : requester.task.name,
          rules: request.requirements.map(({ rule }) => rule),
          expires: new Date(event.expiresAt).toISOString(),
        });
      case 'agreed':
        return log('approval-agreed', { ...known, by: event.by });
      case 'agreement-void':
        return log('approval-agreement-void', { ...known, by: event.by });
      case 'settled': {
        const { outcome } = event;
        const by = outcome.kind === 'approved' ? outcome.by : outcome.kind === 'rejected' ? [outcome.by] : [];
        const why = outcome.kind === 'withdrawn' ? outcome.why : null;
        return log('approval-settled', { ...known, outcome: outcome.kind, by, why });
      }
      case 'used':
        return log('approval-used', known);
      case 'not-recorded':
        return log('approval-not-recorded', { approval, source, problem: event.problem });
    }
  };
}
