/**
 * A statement that people must agree to before it goes on. It is asked about once everything before it is answered, so that what
 * people agree to is what runs next; until it is settled, nothing behind it is looked at. Knows no clock: who is asked, and for how long,
 * is the gate's.
 */
import { encodeNotice } from '../codec/error-fields.ts';
import type { Denial, HeldStatement, Hold } from '../gate.ts';
import { countDenied } from './judge-text.ts';
import type { SessionState } from './session-state.ts';

/** The statement of the message that waits. */
export class Holding {
  readonly statement: HeldStatement;
  hold: Hold | null = null;
  /** Undefined until it is settled; null where it may go on. */
  refusal: Denial | null | undefined = undefined;

  constructor(statement: HeldStatement) {
    this.statement = statement;
  }

  /** Whether people are asked, and have not decided. */
  get isOpen(): boolean {
    return this.hold !== null && this.refusal === undefined;
  }
}

/** How what happens while nothing is read reaches the outside. */
export interface Aside {
  readonly toClient: (bytes: Buffer) => void;
  /** Something may go on, or was said. */
  readonly wake: () => void;
}

/**
 * Whether a statement may go on now. To be asked again for the same message after `wait`: at {@link Aside.wake}, and when the server has
 * answered something. What is cleared must go on at once: an agreement holds for one time.
 */
export function clearance(
  state: SessionState,
  statement: HeldStatement,
  aside: Aside,
): 'cleared' | 'wait' | Denial {
  const { gate } = state.setup;
  const held = state.holding;
  if (held !== null && held.refusal !== undefined) {
    const refusal = held.refusal ?? (isSame(held.statement, statement) ? null : changed());
    if (refusal !== null) return refuse(state, statement, refusal);
    held.hold?.begun();
    return 'cleared';
  }
  if (gate.hold === undefined) return refuse(state, statement, nobodyToAsk(statement));
  if (state.awaitsAnswers()) {
    state.holding = new Holding(statement);
    return 'wait';
  }
  if (state.status === 'E') return refuse(state, statement, aborted());
  const holding = new Holding(statement);
  state.holding = holding;
  holding.hold = gate.hold(statement, {
    asked: ({ message, detail, hint }) => {
      if (state.holding !== holding) return;
      aside.toClient(encodeNotice(message, detail, hint));
      aside.wake();
    },
    settled: (refusal, told) => {
      if (holding.refusal !== undefined) return;
      if (told != null) state.recorder?.approvalSettled?.(gate.recordLevel?.() ?? 'none', told);
      holding.refusal = refusal;
      aside.wake();
    },
  });
  return holding.refusal === undefined ? 'wait' : clearance(state, statement, aside);
}

function isSame(left: HeldStatement, right: HeldStatement): boolean {
  const types = (statement: HeldStatement) => statement.parameterTypes.join();
  return (
    left.text === right.text &&
    left.forwarded === right.forwarded &&
    left.protocol === right.protocol &&
    left.revision === right.revision &&
    types(left) === types(right) &&
    (left.parameters === null
      ? right.parameters === null
      : right.parameters !== null && left.parameters.equals(right.parameters))
  );
}

function refuse(state: SessionState, { protocol }: HeldStatement, denial: Denial): Denial {
  countDenied(state, protocol, denial);
  return denial;
}

function changed(): Denial {
  return {
    sqlstate: '42501',
    message: 'the policy or the schema changed while the statement waited for approval, so nothing was run',
    detail: null,
    hint: 'Send it again, to be judged and approved as things are now.',
    position: null,
  };
}

function aborted(): Denial {
  return {
    sqlstate: '25P02',
    message: 'current transaction is aborted, commands ignored until end of transaction block',
    detail: 'The statement needs an approval, for which nobody was asked.',
    hint: null,
    position: null,
  };
}

function nobodyToAsk({ approvals }: HeldStatement): Denial {
  return {
    sqlstate: '42501',
    message: `the statement needs the approval of ${approvals.map(({ by }) => by.map((group) => JSON.stringify(group)).join(' or ')).join(' and of ')}`,
    detail: approvals.map(({ rule }) => rule).join('; '),
    hint: 'This proxy asks nobody: its configuration has no place for approvals.',
    position: null,
  };
}
