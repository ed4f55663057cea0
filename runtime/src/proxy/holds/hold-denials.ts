/** What the client is told of a statement or a request that waited and does not run, and while it waits. */
import type { Outcome } from '../../approvals/outcome.ts';
import type { Denial, HeldStatement, HoldNotice } from '../../pgwire/gate.ts';

type Approvals = HeldStatement['approvals'];

export function holdNotice(
  approvals: Approvals,
  asked: { readonly id: string; readonly expiresAt: number },
  url: string | null,
): HoldNotice {
  const until = new Date(asked.expiresAt).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    message: `the statement waits for the approval of ${approversText(approvals)} until ${until}`,
    detail: `Approval ${asked.id}: ${approvals.map(({ rule }) => rule).join('; ')}`,
    hint: `Approvers see it with \`dlp-proxy approvals show ${asked.id}\`${url === null ? '' : `, or at ${url}`}. To give up, cancel the statement.`,
  };
}

/** Null for what may run. `id`: null where nobody was asked. `what` waited. */
export function refusalOf(
  outcome: Outcome,
  id: string | null,
  approvals: Approvals,
  what: 'statement' | 'request' = 'statement',
): Denial | null {
  const detail = id === null ? null : `Approval ${id}: ${approvals.map(({ rule }) => rule).join('; ')}`;
  switch (outcome.kind) {
    case 'approved':
      return null;
    case 'rejected':
      return denial('42501', `${outcome.by} refused to approve the ${what}: ${outcome.reason}`, detail, null);
    case 'expired':
      return denial(
        '42501',
        `the approval of ${approversText(approvals)} was not given in time, so the ${what} was not run`,
        detail,
        'Send it again to ask once more.',
      );
    case 'refused':
      return denial('58000', `nobody can be asked to approve the ${what}: ${outcome.problem}`, detail, null);
    case 'withdrawn':
      return withdrawn(outcome.why, detail, what);
  }
}

function withdrawn(
  why: Extract<Outcome, { kind: 'withdrawn' }>['why'],
  detail: string | null,
  what: 'statement' | 'request',
): Denial {
  switch (why) {
    case 'cancelled':
      return denial('57014', 'canceling statement due to user request', detail, null);
    case 'policy-changed':
      return denial(
        '42501',
        `the policy or the schema changed while the ${what} waited for approval, so nothing was run`,
        detail,
        'Send it again, to be judged and approved as things are now.',
      );
    default:
      return denial(
        '57P01',
        `the ${what} cannot wait for approval any longer, so nothing was run`,
        detail,
        null,
      );
  }
}

function denial(sqlstate: string, message: string, detail: string | null, hint: string | null): Denial {
  return { sqlstate, message, detail, hint, position: null };
}

/** `"dba"`, `2 of "dba", "security"`, joined by ` and of `. */
function approversText(approvals: Approvals): string {
  return approvals
    .map(({ by, people }) => {
      const groups = by.map((group) => JSON.stringify(group)).join(', ');
      return people === 1 ? groups : `${people} of ${groups}`;
    })
    .join(' and of ');
}
