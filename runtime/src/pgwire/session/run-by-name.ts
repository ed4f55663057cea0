/**
 * Bind and Execute of statements about names of the session, in messages: PREPARE, EXECUTE, EXPLAIN EXECUTE, and DECLARE … WITH HOLD. They take
 * effect when they are executed, so that is when names are looked up; knows what sql-portal.ts keeps of the Bind.
 */
import type { Denial } from '../gate.ts';
import { bytesOf } from './held-cursors.ts';
import { denyByWire } from './judge-text.ts';
import { preparedBySql } from './prepared-by-sql.ts';
import type { ForwardVerdict, RequestDetails } from './requests.ts';
import type { SessionState } from './session-state.ts';
import type { SqlBound } from './sql-portal.ts';
import type { PreparedStatement } from './statement-table.ts';

export interface BoundByName {
  /** What it runs, as far as that is known when it is bound. */
  readonly running: ForwardVerdict;
  readonly bound: SqlBound;
}

/** What a Bind of the statement to a portal comes to; null where it is about no names. */
export function bindByName(
  state: SessionState,
  statement: PreparedStatement,
  portal: string,
): BoundByName | Denial | 'wait' | null {
  const { text, verdict, bySql, revision } = statement;
  // What PREPARE made runs what was prepared.
  if (bySql || revision === null) return null;
  const stale = state.heldCursors.obstacleOf(state, verdict, 'extended');
  if (stale !== null) return stale;
  const { prepared, cursors } = verdict;
  const holds = cursors?.declares.some((cursor) => cursor.holds) === true;
  if (prepared === undefined && !holds) return null;
  if (portal !== '') return notHere(state, 'in the unnamed portal');
  if (prepared === undefined) return { running: verdict, bound: { text, verdict, runs: null, revision } };
  const isMissing = prepared.does !== 'prepare' && state.statementOf(bytesOf(prepared.name)) === undefined;
  // That is an error when it is executed, and not before.
  if (isMissing) return { running: verdict, bound: { text, verdict, runs: null, revision } };
  const found = preparedBySql(state, text, verdict, prepared, { protocol: 'extended', revision });
  if (found === 'wait' || 'sqlstate' in found) return found;
  return { running: found.verdict, bound: { text, verdict, runs: found.runs, revision } };
}

/**
 * What an Execute of the unnamed portal has to carry; null where it runs nothing about names.
 *
 * What an earlier segment left in the portal is up to how its requests ended, so that their answers are waited for. Within a failed transaction it is not run
 * at all: there the server keeps a portal whose Query failed, and reads memory that it has freed when that is executed (PostgreSQL 18.4, `exec_execute_message`),
 * which ends the sessions of everybody.
 */
export function executeUnnamed(state: SessionState): RequestDetails | Denial | 'wait' | null {
  const { segment } = state.requests;
  if (!state.sqlPortal.isBoundIn(segment)) {
    if (state.awaitsAnswers()) return 'wait';
    if (state.status === 'E')
      return denyByWire(
        state,
        'extended',
        '25P02',
        'current transaction is aborted, commands ignored until end of transaction block',
        'The proxy runs the unnamed portal of a failed transaction only behind its Bind, before a Sync or a Query.',
      ).denial;
  }
  const bound = state.sqlPortal.at(segment);
  if (bound === null) return null;
  if (bound === 'doubtful') return notHere(state, 'right after its Bind, before a Sync or a Query');
  const { text, verdict, revision } = bound;
  if (verdict.prepared === undefined)
    return {
      verdict,
      declaring: state.heldCursors.expect({ text, protocol: 'extended', verdict, revision }),
    };
  const found = preparedBySql(state, text, verdict, verdict.prepared, { protocol: 'extended', revision });
  if (found === 'wait' || 'sqlstate' in found) return found;
  // The portal has the columns of the statement that was there when it was bound.
  if (found.runs !== bound.runs)
    return denyByWire(
      state,
      'extended',
      '26000',
      `prepared statement "${verdict.prepared.name}" is another one than when the portal was bound`,
    ).denial;
  return { verdict: found.verdict, ...(found.prepares !== null && { change: found.prepares }) };
}

function notHere(state: SessionState, where: string): Denial {
  return denyByWire(
    state,
    'extended',
    '0A000',
    `the proxy takes PREPARE, EXECUTE and DECLARE … WITH HOLD only ${where}`,
    'Send it as a Query, or as Parse, Bind and Execute without names.',
  ).denial;
}
