/** A verdict that all texts of one template share: what the server runs is the same but for the constants. */
import type { KeptShape, StatementEvidence, Verdict } from '../../pgwire/gate.ts';
import { applySplices, positionMap, type Splice } from '../rewrite/splice.ts';
import { runOf, shapeOf } from './kept-shape.ts';
import { fill, offsetInKey, offsetInText, piecesOf, type Template } from './template.ts';

type Forward = Extract<Verdict, { kind: 'forward' }>;

export interface SharedVerdict {
  readonly touchesProtected: boolean;
  readonly alerts: readonly string[] | undefined;
  readonly approvals: Forward['approvals'] | undefined;
  readonly masked: Forward['masked'] | undefined;
  readonly cursors: Forward['cursors'] | undefined;
  readonly keeping: Forward['keeping'];
  /** What the server may keep for all these texts; null for nothing. */
  readonly shape: KeptShape | null;
  /** What goes on record, for every constant; undefined where nothing does. */
  readonly evidence: StatementEvidence | undefined;
  /** In offsets into the key; a template is ASCII, so that bytes and characters are one. */
  readonly splices: readonly Splice[];
  /** Of the rewritten key. */
  readonly pieces: readonly string[];
}

/**
 * From the verdict on one text of the template, and the splices that made it. Null where what was spliced in has a character that stands for
 * a constant, from a name or a mask of somebody's own.
 */
export function shareVerdict(
  verdict: Forward,
  splices: readonly Splice[],
  template: Template,
): SharedVerdict | null {
  const inKey = splices.map((splice) => ({
    start: offsetInKey(splice.start, template),
    end: offsetInKey(splice.end, template),
    text: splice.text,
  }));
  const key = applySplices(Buffer.from(template.key), inKey);
  const pieces = piecesOf(key);
  if (pieces.length !== template.constants.length + 1) return null;
  const { touchesProtected, alerts, approvals, masked, cursors, keeping, recorded } = verdict;
  return {
    touchesProtected,
    alerts,
    approvals,
    masked,
    cursors,
    keeping,
    shape: shapeOf(keeping, pieces),
    evidence: recorded?.evidence,
    splices: inKey,
    pieces,
  };
}

/** The verdict on another text of the template. */
export function verdictFor(shared: SharedVerdict, text: string, template: Template): Verdict {
  const { touchesProtected, alerts, approvals, masked, cursors, keeping, shape } = shared;
  const { evidence, splices, pieces } = shared;
  const kept = shape === null ? null : runOf(shape, template.constants);
  const common = {
    touchesProtected,
    ...(alerts !== undefined && { alerts }),
    ...(approvals !== undefined && { approvals }),
    ...(masked !== undefined && { masked }),
    ...(cursors !== undefined && { cursors }),
    ...(keeping !== undefined && { keeping }),
    ...(kept !== null && { kept }),
    ...(evidence !== undefined && { recorded: { evidence, constants: template.constants } }),
  };
  if (splices.length === 0) return { kind: 'forward', text, positions: null, ...common };
  return {
    kind: 'forward',
    text: fill(pieces, template.constants),
    // Made when an error has a place to be led back, which most statements never need.
    positions: (forwarded) => positionMap(Buffer.from(text), splicesIn(template, splices))(forwarded),
    ...common,
  };
}

function splicesIn(template: Template, splices: readonly Splice[]): readonly Splice[] {
  return splices.map((splice) => ({
    start: offsetInText(splice.start, template),
    end: offsetInText(splice.end, template),
    text: splice.text,
  }));
}
