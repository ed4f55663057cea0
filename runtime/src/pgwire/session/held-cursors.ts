/**
 * The cursors of a session that outlive their transactions (DECLARE … WITH HOLD). Their rows were read under the policy by which they were declared;
 * under another one they are read on only if it would have the server run the same text.
 */
import type { Denial, QueryProtocol } from '../gate.ts';
import { denyByWire, judgeText } from './judge-text.ts';
import type { ForwardVerdict } from './requests.ts';
import type { SessionState } from './session-state.ts';

/** A text on its way that declares cursors. */
export interface DeclaringText {
  /** As the client wrote it. */
  readonly text: string;
  readonly protocol: QueryProtocol;
  readonly verdict: ForwardVerdict;
  /** Of the gate that gave the verdict, or found it unchanged. */
  readonly revision: string;
}

const MAX_CURSORS = 100;

export class HeldCursors {
  /** By the bytes of their names, one character each. */
  readonly #known = new Map<string, DeclaringText>();
  /** Whether there may be some that are not known any more. */
  #forgotten = false;
  /** The revision under which all were declared; null for none, undefined where there were several. */
  #revision: string | null | undefined = null;

  /** How many are known. */
  get size(): number {
    return this.#known.size;
  }

  /** What the text of a request that is about to be sent declares has to be noted when it is answered; null where nothing has. */
  expect(declaring: DeclaringText): DeclaringText | null {
    const declares = declaring.verdict.cursors?.declares ?? [];
    const holds = declares.some((declared) => declared.holds);
    if (holds && this.#revision !== declaring.revision)
      this.#revision = this.#revision === null ? declaring.revision : undefined;
    return holds || (declares.length > 0 && this.#revision !== null) ? declaring : null;
  }

  /** The server has run the n-th statement of the text that declares a cursor. */
  declared(declaring: DeclaringText, index: number): void {
    const cursor = declaring.verdict.cursors?.declares[index];
    if (cursor === undefined) return;
    const name = bytesOf(cursor.name);
    this.#known.delete(name);
    if (!cursor.holds) return;
    this.#known.set(name, declaring);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_CURSORS) return;
      this.#known.delete(oldest);
      this.#forgotten = true;
    }
  }

  /** CLOSE ALL and DISCARD ALL. */
  clear(): void {
    this.#known.clear();
    this.#forgotten = false;
  }

  /** Why the cursors that a text reads may not be read on now; null where they may. */
  obstacleOf(
    state: SessionState,
    { cursors }: ForwardVerdict,
    protocol: QueryProtocol,
  ): Denial | 'wait' | null {
    for (const name of cursors?.fetches ?? []) {
      const obstacle = this.obstacle(state, bytesOf(name), protocol);
      if (obstacle !== null) return obstacle;
    }
    return null;
  }

  /** Why a cursor, by the bytes of its name, may not be read on now; null where it may. */
  obstacle(state: SessionState, name: string, protocol: QueryProtocol): Denial | 'wait' | null {
    if (this.#revision === null) return null;
    const { revision } = state.setup.gate;
    if (this.#revision === revision) return null;
    if (state.awaitsAnswers()) return 'wait';
    const cursor = this.#known.get(name);
    if (cursor === undefined ? !this.#forgotten : cursor.revision === revision) return null;
    const verdict = cursor && judgeText(state, cursor.text, cursor.protocol);
    if (verdict?.kind === 'deny') return verdict.denial;
    if (cursor === undefined || verdict === undefined || !isSame(verdict, cursor.verdict))
      return denyByWire(
        state,
        protocol,
        '42501',
        `cursor "${Buffer.from(name, 'latin1').toString()}" was declared under another policy`,
        'Close it and declare it again.',
      ).denial;
    this.#known.set(name, { ...cursor, revision });
    return null;
  }
}

/** Names are compared as bytes, one character each. */
export function bytesOf(name: string): string {
  return Buffer.from(name).toString('latin1');
}

/** Whether the server would run the same, and nobody has to be asked who had not. */
function isSame(verdict: ReturnType<typeof judgeText>, before: ForwardVerdict): boolean {
  return (
    verdict.kind === 'forward' &&
    verdict.text === before.text &&
    (verdict.approvals ?? []).length <= (before.approvals ?? []).length
  );
}
