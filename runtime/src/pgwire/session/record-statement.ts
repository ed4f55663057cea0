/** Tells whoever keeps the session's record what was asked and decided. */
import type { Denial, QueryProtocol, RecordedStatement } from '../gate.ts';
import type { AskedStatement, RecordNumber } from '../recorder.ts';
import type { SessionState } from './session-state.ts';

/** Why nothing may be asked now for want of a record; null where it may. */
export function recordObstacle({ recorder, setup }: SessionState): Denial | null {
  return recorder?.obstacle(setup.gate.recordLevel?.() ?? 'none') ?? null;
}

/** The number under which the answer goes on record; null where it does not. */
export function recordStatement(
  { recorder, setup }: SessionState,
  protocol: QueryProtocol,
  statement: {
    readonly text?: string;
    readonly recorded?: RecordedStatement | undefined;
    readonly denial: Denial | null;
    readonly bound?: AskedStatement['bound'];
  },
): RecordNumber | null {
  if (recorder === null) return null;
  const level = setup.gate.recordLevel?.() ?? 'none';
  if (level === 'none') return null;
  const { text = null, recorded, denial, bound = null } = statement;
  return recorder.asked(level, { protocol, text, recorded, denial, revision: setup.gate.revision, bound });
}
