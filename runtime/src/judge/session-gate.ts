/** The judge's end of one session: the caller, and whichever judge is in force at the moment a statement starts. */
import type { Caller } from '../abi.ts';
import type { SessionGate } from '../pgwire/gate.ts';
import type { CallerClass, Judge } from './judge.ts';

/**
 * `judge` answers with the one in force; it is asked before every statement, so that a new policy or catalog holds for the
 * next one of every session.
 */
export function createSessionGate(caller: Caller, judge: () => Judge): SessionGate {
  let classified: { readonly judge: Judge; readonly callerClass: CallerClass } | null = null;

  function current(): { readonly judge: Judge; readonly callerClass: CallerClass } {
    const inForce = judge();
    if (classified?.judge !== inForce) {
      classified = { judge: inForce, callerClass: inForce.classOf(caller) };
    }
    return classified;
  }

  return {
    get revision() {
      return current().judge.revision;
    },
    judge: (text, protocol, parameterTypes) => current().callerClass.judge(text, protocol, parameterTypes),
  };
}
