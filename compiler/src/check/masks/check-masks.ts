/** All masks that a program names. */
import type { MaskCall } from '@dlpc/language';
import { deriveReporting, reportingQuery } from '../../bind/derive-reporting.ts';
import { type Policy, type Program, treatmentBlocks } from '../../bind/program.ts';
import type { Report } from '../../bind/report.ts';
import type { Memo } from '../../memo/memo.ts';
import { type CheckedMask, checkMask } from './check-mask.ts';

/** A call with a mistake is missing. */
export type Masks = ReadonlyMap<MaskCall, CheckedMask>;

const masksOfPolicy = reportingQuery<Masks>('masks of a policy');

/** Checks every mask call once. */
export function checkMasks(program: Program, report: Report, memo: Memo): Masks {
  const { defaultMask, detectors, policies } = program;
  const masks = new Map<MaskCall, CheckedMask>();
  if (defaultMask !== null) {
    const mask = checkMask(defaultMask.mask, detectors, report);
    if (mask !== null) masks.set(defaultMask.mask, mask);
  }
  for (const policy of policies) {
    const ofPolicy = deriveReporting(memo, masksOfPolicy, policy, [detectors], report, (inner, detectors) =>
      checkCalls(policy, detectors, inner),
    );
    for (const [call, mask] of ofPolicy) masks.set(call, mask);
  }
  return masks;
}

function checkCalls(policy: Policy, detectors: Program['detectors'], report: Report): Masks {
  const masks = new Map<MaskCall, CheckedMask>();
  for (const { treatments } of treatmentBlocks(policy))
    for (const { node } of treatments) {
      const mask = node.kind === 'MaskStatement' ? checkMask(node.mask, detectors, report) : null;
      if (mask !== null && node.kind === 'MaskStatement') masks.set(node.mask, mask);
    }
  return masks;
}
