/**
 * PREPARE, EXECUTE and EXPLAIN EXECUTE as statements. Their names are those of the protocol's prepared statements, and so is the table in which they are kept: what EXECUTE
 * runs was judged when it was prepared, and must be judged alike under the policy of the moment.
 */
import type { Denial, PreparedBySql, QueryProtocol, Verdict } from '../gate.ts';
import { bytesOf } from './held-cursors.ts';
import { denyByWire, judgeText } from './judge-text.ts';
import type { ForwardVerdict } from './requests.ts';
import type { SessionState } from './session-state.ts';
import type { PreparedStatement, StatementChange } from './statement-table.ts';

/** What a text that only prepares or executes comes to: what it changes, and the verdict on what it runs. */
export interface SqlStatement {
  readonly verdict: ForwardVerdict;
  readonly prepares: StatementChange | null;
  /** The statement that it runs; null where it prepares one. */
  readonly runs: PreparedStatement | null;
}

/** `revision`: of the gate that gave the verdict. `wait`: another request must be answered first. */
export function preparedBySql(
  state: SessionState,
  text: string,
  verdict: ForwardVerdict,
  { does, name }: PreparedBySql,
  { protocol, revision }: { readonly protocol: QueryProtocol; readonly revision: string },
): SqlStatement | Denial | 'wait' {
  const deny = (sqlstate: string, message: string, hint: string | null = null): Denial =>
    denyByWire(state, protocol, sqlstate, message, hint).denial;
  const key = bytesOf(name);
  if (does === 'prepare')
    return needsApproval(verdict) ? unapproved(deny) : prepare(text, verdict, key, revision);
  const statement = state.statementOf(key);
  if (statement === 'uncertain') return 'wait';
  if (statement === undefined) return deny('26000', `prepared statement "${name}" does not exist`);
  const current = currentVerdict(state, statement);
  if (current === null)
    return deny(
      '26000',
      `prepared statement "${name}" was judged under another policy`,
      'Deallocate it and prepare it again.',
    );
  if (current.kind === 'deny') return current.denial;
  if (needsApproval(current)) return unapproved(deny);
  // Of the text of a Parse, which PREPARE cannot have.
  if (!statement.bySql && (current.prepared ?? current.cursors) !== undefined)
    return deny('42501', 'the proxy takes EXECUTE of no statement about prepared statements or cursors');
  if (does === 'explain' && current.touchesProtected)
    return deny('42501', 'a plan of a protected relation is not shown, since it depends on stored values');
  return { verdict: executing(verdict, current), prepares: null, runs: statement };
}

function prepare(text: string, verdict: ForwardVerdict, name: string, revision: string): SqlStatement {
  const done = { name, text, parameterTypes: NO_TYPES, verdict, bySql: true, revision };
  const change: StatementChange = { name, done, failed: 'as before' };
  return { verdict, prepares: change, runs: null };
}

function needsApproval({ approvals = [] }: ForwardVerdict): boolean {
  return approvals.length > 0;
}

/** Whoever is asked must be told what runs, which EXECUTE does not say. */
function unapproved(deny: (sqlstate: string, message: string, hint: string) => Denial): Denial {
  return deny(
    '42501',
    'a statement that needs approval cannot be prepared or run by name',
    'Send it by itself.',
  );
}

/** Count and types of parameters, as in a Parse that names none. */
const NO_TYPES = Buffer.alloc(2);

/** The verdict of the moment on what the server holds; null where that would now be another text. */
function currentVerdict(state: SessionState, statement: PreparedStatement): Verdict | null {
  const { revision } = state.setup.gate;
  if (statement.revision === revision) return statement.verdict;
  if (statement.revision === null) return null;
  const verdict = judgeText(state, statement.text, statement.bySql ? 'simple' : 'extended');
  if (verdict.kind === 'deny') return verdict;
  if (verdict.text !== statement.verdict.text) return null;
  Object.assign(statement, { verdict, revision });
  return verdict;
}

/** The text of EXECUTE with what is known of the statement that it runs. Where errors point into that one's text, they point nowhere. */
function executing(
  verdict: ForwardVerdict,
  { touchesProtected, positions, alerts, masked, recorded }: ForwardVerdict,
): ForwardVerdict {
  return {
    kind: 'forward',
    text: verdict.text,
    positions: positions === null && !touchesProtected ? null : () => Number.NaN,
    touchesProtected,
    ...(alerts !== undefined && { alerts }),
    ...(masked !== undefined && { masked }),
    ...(recorded !== undefined && { recorded }),
  };
}
