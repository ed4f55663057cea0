/**
 * Asks people about statements: makes a request for approval of what a session wants to run, with what an approver is shown, and tells the
 * session how it ended. What nobody could read before agreeing to it is not asked about.
 */
import type { ApprovalRequest, Requester } from '../../approvals/approval-request.ts';
import { type BoundValue, decodeBindValues } from '../../pgwire/codec/decode-bind-values.ts';
import type { HeldStatement, SessionGate } from '../../pgwire/gate.ts';
import type { UpstreamTarget } from '../../pgwire/upstream-target.ts';
import type { Source } from '../source.ts';
import { holdNotice, refusalOf } from './hold-denials.ts';
import type { EstimateRows } from './row-estimate.ts';
import { settledApproval } from './settled-approval.ts';
import { shownParameters } from './shown-parameters.ts';
import { type Desk, waitAtDesk } from './wait-at-desk.ts';

export interface HoldParts extends Desk {
  readonly estimateRows: EstimateRows;
  /** Where people decide; null where nobody said. */
  readonly url: string | null;
}

/** The session that wants to run something. */
export interface HoldingSession {
  readonly requester: Requester;
  readonly source: Source;
  readonly target: UpstreamTarget;
  /** Of its gate, as it is now. */
  readonly revision: () => string;
}

/** People have to read it. */
const MAX_TEXT_LENGTH = 64 * 1024;
const MAX_PARAMETER_BYTES = 256 * 1024;
const MAX_PARAMETERS = 1000;

/** Statements that the server's EXPLAIN takes. */
const EXPLAINED: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE']);

export function holdStatements(parts: HoldParts, session: HoldingSession): NonNullable<SessionGate['hold']> {
  const { estimateRows, url } = parts;
  return (statement, listener) => {
    const { approvals } = statement;
    const desk = waitAtDesk(parts, {
      isCurrent: () => session.revision() === statement.revision,
      asked: (told) => listener.asked(holdNotice(approvals, told, url)),
      settled: (outcome, id) =>
        listener.settled(refusalOf(outcome, id, approvals), settledApproval(id, outcome)),
    });

    const values = statement.parameters === null ? [] : decodeBindValues(statement.parameters);
    const problem = unreadable(statement, values);
    if (problem !== null || values === null) {
      desk.settle({ kind: 'refused', problem: problem ?? 'its parameters are malformed' });
    } else {
      const description = session.source.judge().describe(statement.text, statement.protocol);
      const [command = '', ...others] = description.commands;
      const canExplain = others.length === 0 && EXPLAINED.has(command);
      const { forwarded: text } = statement;
      const estimate = canExplain
        ? estimateRows({ target: session.target, text, parameters: description.parameters })
        : Promise.resolve(null);
      void estimate.then((estimatedRows) =>
        desk.ask({
          ...requestBase(session, statement),
          shown: {
            kind: 'sql',
            text: statement.text,
            parameters: shownParameters(values, statement.parameterTypes, description.mayBeLabelled),
            touches: description.touches,
            estimatedRows,
          },
        }),
      );
    }
    return { withdraw: desk.withdraw, begun: desk.used };
  };
}

function requestBase(
  { requester, source }: HoldingSession,
  { approvals }: HeldStatement,
): Omit<ApprovalRequest, 'shown'> {
  const { matcher, revision } = source.policy;
  return {
    source: source.name,
    requester,
    requirements: approvals,
    revision,
    identity: matcher.identity,
  };
}

/** Why nobody could read it before agreeing, a clause; null where they can. */
function unreadable(
  { text, parameters }: HeldStatement,
  values: readonly BoundValue[] | null,
): string | null {
  if (text.length > MAX_TEXT_LENGTH) return `it is longer than ${MAX_TEXT_LENGTH} characters`;
  if ((parameters?.length ?? 0) > MAX_PARAMETER_BYTES)
    return `its parameters are longer than ${MAX_PARAMETER_BYTES} bytes`;
  if ((values?.length ?? 0) > MAX_PARAMETERS) return `it has more than ${MAX_PARAMETERS} parameters`;
  return null;
}
