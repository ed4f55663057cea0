/** All masks that a program names. */
import type { MaskCall } from '@dlpc/language';
import { type Program, treatmentBlocks } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import { type CheckedMask, checkMask } from './check-mask.ts';

/** A call with a mistake is missing. */
export type Masks = ReadonlyMap<MaskCall, CheckedMask>;

/** Checks every mask call once. */
export function checkMasks(program: Program, report: Report): Masks {
  const masks = new Map<MaskCall, CheckedMask>();
  for (const call of callsOf(program)) {
    const mask = checkMask(call, program.detectors, report);
    if (mask !== null) masks.set(call, mask);
  }
  return masks;
}

function* callsOf(program: Program): Iterable<MaskCall> {
  if (program.defaultMask !== null) yield program.defaultMask.mask;
  for (const policy of program.policies)
    for (const block of treatmentBlocks(policy))
      for (const { node } of block.treatments) if (node.kind === 'MaskStatement') yield node.mask;
}
