/** DLP1019: a mask that looks for a pattern, of fields of an API. Such masks are SQL, and answers over HTTP meet none. */
import { diagnostic, type MaskCall } from '@dlpc/language';
import { isSought } from '../../masks/arguments.ts';
import type { Rule } from '../rule.ts';

export const patternOverHttp: Rule = ({ checked, report }) => {
  const { apis, defaultMask, policies } = checked.program;
  const look = (call: MaskCall): void => {
    const mask = checked.masks.get(call);
    if (mask?.args.some(isSought) !== true) return;
    const construct = `\`${mask.definition.name}\` of fields of an API`;
    report(diagnostic('unsupported-construct', call.span, { construct }));
  };
  if (apis.size > 0 && defaultMask !== null) look(defaultMask.mask);
  for (const { apiBlocks } of policies)
    for (const { treatments } of apiBlocks)
      for (const { node } of treatments) if (node.kind === 'MaskStatement') look(node.mask);
};
