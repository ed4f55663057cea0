/**
 * PREPARE, EXECUTE and EXPLAIN EXECUTE as statements. Their names are those of the protocol's prepared statements, and so is the table in which they are kept: what EXECUTE
 * runs was judged when it was prepared, and must be judged alike under the policy of the moment.
 */
import type { Denial, PreparedBySql, Verdict } from '../gate.ts';
import { denyByWire, judgeText } from './judge-text.ts';
import type { ForwardVerdict } from './requests.ts';
import type { SessionState } from './session-state.ts';
import type { PreparedStatement, StatementChange } from './statement-table.ts';

/** What a text that only prepares or executes comes to: what it changes, and the verdict on what it runs. */
export interface SqlStatement {
  readonly verdict: ForwardVerdict;
  readonly prepares: StatementChange | null;
}

/** `wait`: another request must be answered first. */
export function preparedBySql(
  state: SessionState,
  text: string,
  verdict: ForwardVerdict,
  { does, name }: PreparedBySql,
): SqlStatement | Denial | 'wait' {
  // Names are compared as bytes, one character each.
  const key = Buffer.from(name).toString('latin1');
  if (does === 'prepare') return prepare(state, text, verdict, key);
  const statement = state.statements.find(key, state.requests.segment);
  if (statement === 'uncertain') return 'wait';
  if (statement === undefined) return deny(state, '26000', `prepared statement "${name}" does not exist`);
  const current = currentVerdict(state, statement);
  if (current === null)
    return deny(
      state,
      '26000',
      `prepared statement "${name}" was judged under another policy`,
      'Deallocate it and prepare it again.',
    );
  if (current.kind === 'deny') return current.denial;
  if ((current.approvals ?? []).length > 0) return unapproved(state);
  if (does === 'explain' && current.touchesProtected)
    return deny(
      state,
      '42501',
      'a plan of a protected relation is not shown, since it depends on stored values',
    );
  return { verdict: executing(verdict, current), prepares: null };
}

function prepare(
  state: SessionState,
  text: string,
  verdict: ForwardVerdict,
  name: string,
): SqlStatement | Denial {
  if ((verdict.approvals ?? []).length > 0) return unapproved(state);
  const { revision } = state.setup.gate;
  const done = { name, text, parameterTypes: NO_TYPES, verdict, bySql: true, revision };
  const change: StatementChange = { name, done, failed: 'as before' };
  return { verdict, prepares: change };
}

/** Whoever is asked must be told what runs, which EXECUTE does not say. */
function unapproved(state: SessionState): Denial {
  return deny(
    state,
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

function deny(state: SessionState, sqlstate: string, message: string, hint: string | null = null): Denial {
  return denyByWire(state, 'simple', sqlstate, message, hint).denial;
}
