/** Every change to a policy file that tests should notice, read off its tree. */
import { type PolicyFile, visit } from '@dlpc/language';
import { classificationMutations } from './classifications.ts';
import { conditionMutations, endMutations, windowMutations } from './conditions.ts';
import type { Mutation } from './mutation.ts';
import { sourceMutations } from './sources.ts';
import { approvalMutations, denialMutations, filterMutations, limitMutations } from './statements.ts';
import { defaultMaskMutations, maskMutations } from './treatments.ts';

/** In the order of the text. `text` is that of the file. */
export function proposeMutations(ast: PolicyFile, text: string): readonly Mutation[] {
  const found: Mutation[] = [];
  const add = (mutations: readonly Mutation[]) => void found.push(...mutations);
  visit(ast, {
    TestDeclaration: () => 'skip',
    DatabaseDeclaration: (node) => add(sourceMutations(node)),
    ApiDeclaration: (node) => add(sourceMutations(node)),
    DefaultMaskDeclaration: (node) => add(defaultMaskMutations(node, text)),
    ClassifyDeclaration: (node) => add(classificationMutations(node, text)),
    GroupDeclaration: (node) => add(conditionMutations(node.condition, 'the group', text)),
    PolicyDeclaration: (node) => {
      add(conditionMutations(node.condition, 'the condition of the policy', text));
      if (node.when !== null) add(conditionMutations(node.when, 'what comes behind `when`', text));
      if (node.until !== null) add(endMutations(node.until));
    },
    ApproveStatement: (node) => add(approvalMutations(node, text)),
    TimeWindow: (node) => add(windowMutations(node)),
    LimitStatement: (node) => add(limitMutations(node)),
    FilterStatement: (node) => add(filterMutations(node, text)),
    DenyStatement: (node) => add(denialMutations(node, text)),
    MaskStatement: (node) => add(maskMutations(node, text)),
  });
  return found.sort((a, b) => a.span.start - b.span.start);
}
