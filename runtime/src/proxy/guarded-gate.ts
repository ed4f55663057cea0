/** A session's gate that nothing passes while something is in the way. */
import type { Denial, SessionGate } from '../pgwire/gate.ts';

/** Why no statement passes now. */
export interface Obstacle {
  readonly kind: 'unavailable' | 'role' | 'stale' | 'expired' | 'ground';
  readonly denial: Denial;
}

/**
 * `obstacle` is asked before every statement. The revision names it, so that what was prepared before is judged, and
 * refused, when it is run.
 */
export function guardedGate(
  gate: SessionGate,
  obstacle: () => Obstacle | null,
  /** How people are asked; absent where nobody can be. */
  hold?: SessionGate['hold'],
): SessionGate {
  return {
    get revision() {
      const inTheWay = obstacle();
      return inTheWay === null ? gate.revision : `${gate.revision}/${inTheWay.kind}`;
    },
    meter: () => gate.meter?.() ?? null,
    ...(hold === undefined ? {} : { hold }),
    recordLevel: () => gate.recordLevel?.() ?? 'none',
    isUnlabelled: (relation, column) => gate.isUnlabelled?.(relation, column) ?? false,
    hidesOrigin: (relation, column) => gate.hidesOrigin?.(relation, column) ?? false,
    judge(text, protocol, parameterTypes) {
      const inTheWay = obstacle();
      return inTheWay === null
        ? gate.judge(text, protocol, parameterTypes)
        : { kind: 'deny', denial: inTheWay.denial };
    },
  };
}
