/** Asks the gate about a text, and takes no answer that could not be right: what is left is a denial. */
import { utf8Text } from '../codec/text.ts';
import type { Denial, QueryProtocol, RecordedStatement, Verdict } from '../gate.ts';
import { recordObstacle } from './record-statement.ts';
import type { ForwardVerdict } from './requests.ts';
import type { SessionState } from './session-state.ts';

/** A text that goes on in some form, or the denial of one that does not. */
export type JudgedText =
  | { readonly kind: 'forward'; readonly text: string; readonly verdict: ForwardVerdict }
  | { readonly kind: 'deny'; readonly denial: Denial; readonly denied?: DeniedText };

/** A text that was judged and denied. */
interface DeniedText {
  readonly text: string;
  readonly recorded: RecordedStatement | undefined;
}

/** Judges the bytes of a statement. They must be valid UTF-8: else the server could read another text than the gate. */
export function judgeBytes(
  state: SessionState,
  bytes: Buffer,
  protocol: QueryProtocol,
  parameterTypes: readonly number[] = [],
): JudgedText {
  const text = utf8Text(bytes);
  if (text === null) return denyByWire(state, protocol, '22021', 'the statement is not valid UTF-8');
  const verdict = judgeText(state, text, protocol, parameterTypes);
  if (verdict.kind === 'forward') return { kind: 'forward', text, verdict };
  return { kind: 'deny', denial: verdict.denial, denied: { text, recorded: verdict.recorded } };
}

/** Judges a text, and reports a denial. What goes on is counted when it does: {@link countForwarded}. */
export function judgeText(
  state: SessionState,
  text: string,
  protocol: QueryProtocol,
  parameterTypes: readonly number[] = [],
): Verdict {
  const verdict = usable(state, () => state.setup.gate.judge(text, protocol, parameterTypes));
  if (verdict.kind === 'deny') countDenied(state, protocol, verdict.denial);
  return verdict;
}

/** Counts and reports a text that was judged and goes on. */
export function countForwarded(
  state: SessionState,
  protocol: QueryProtocol,
  text: string,
  verdict: ForwardVerdict,
): void {
  state.statementsForwarded += 1;
  state.setup.report({
    kind: 'statement-forwarded',
    sessionId: state.setup.sessionId,
    protocol,
    rewritten: verdict.text !== text,
    touchesProtected: verdict.touchesProtected,
  });
}

/** Counts one more statement that goes on if it can be recorded, and tells of it whom the policy names. Null, or the denial of one that is too many. */
export function chargeStatement(
  state: SessionState,
  protocol: QueryProtocol,
  { alerts }: ForwardVerdict,
): Denial | null {
  state.meter = state.setup.gate.meter?.() ?? null;
  const denial = recordObstacle(state) ?? state.meter?.begin() ?? null;
  if (denial !== null) countDenied(state, protocol, denial);
  else if (alerts !== undefined && alerts.length > 0)
    state.setup.report({ kind: 'statement-alert', sessionId: state.setup.sessionId, rules: alerts });
  return denial;
}

/** Denies by the wire itself what no gate need be asked about. */
export function denyByWire(
  state: SessionState,
  protocol: QueryProtocol,
  sqlstate: string,
  message: string,
  hint: string | null = null,
): Extract<Verdict, { kind: 'deny' }> {
  const denial = { sqlstate, message, detail: null, hint, position: null };
  countDenied(state, protocol, denial);
  return { kind: 'deny', denial };
}

/** Counts and reports a statement that does not go on. */
export function countDenied(state: SessionState, protocol: QueryProtocol, denial: Denial): void {
  const { sqlstate, message, detail } = denial;
  state.statementsDenied += 1;
  state.setup.report({
    kind: 'statement-denied',
    sessionId: state.setup.sessionId,
    protocol,
    sqlstate,
    message,
    detail,
  });
}

function usable(state: SessionState, ask: () => Verdict): Verdict {
  let problem: string;
  try {
    const verdict = ask();
    if (verdict.kind === 'deny') return verdict;
    // A NUL would end the text early for the server; half a surrogate pair would reach it as another character.
    if (!verdict.text.includes('\0') && verdict.text.isWellFormed()) return verdict;
    problem = 'the gate gave a text that cannot be sent';
  } catch (error) {
    problem = `the gate threw ${error instanceof Error ? error.name : typeof error}`;
  }
  state.setup.report({ kind: 'gate-failure', sessionId: state.setup.sessionId, message: problem });
  const message = 'the statement could not be judged';
  return { kind: 'deny', denial: { sqlstate: 'XX000', message, detail: null, hint: null, position: null } };
}
