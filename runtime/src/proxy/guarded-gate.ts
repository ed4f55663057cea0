/** A session's gate that nothing passes while its source has an obstacle. */
import type { SessionGate } from '../pgwire/gate.ts';
import type { Obstacle } from './source.ts';

/**
 * `obstacle` is asked before every statement. The revision names it, so that what was prepared before is judged, and
 * refused, when it is run.
 */
export function guardedGate(gate: SessionGate, obstacle: () => Obstacle | null): SessionGate {
  return {
    get revision() {
      const inTheWay = obstacle();
      return inTheWay === null ? gate.revision : `${gate.revision}/${inTheWay.kind}`;
    },
    judge(text, protocol) {
      const inTheWay = obstacle();
      return inTheWay === null ? gate.judge(text, protocol) : { kind: 'deny', denial: inTheWay.denial };
    },
  };
}
