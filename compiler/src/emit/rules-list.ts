/** What policies say, as a list literal: each with where it is said, in fields for the proxy and in a comment for people. */
import type { PolicyRule } from '@dlpc/runtime/abi';
import type { IrPolicies } from '../ir/ir.ts';
import { commentedList, commentText } from './literal.ts';

/** `fieldsOf` writes what a rule has besides its policy and its number, as `name: value`. */
export function rulesList<R extends PolicyRule>(
  source: IrPolicies,
  rules: readonly R[],
  fieldsOf: (rule: R) => readonly string[] = () => [],
): string {
  return commentedList(
    rules.map((said) => ({
      text: `{ ${[`policy: ${said.policy}`, `rule: ${said.rule}`, ...fieldsOf(said)].join(', ')} }`,
      comment: ruleComment(source, said.rule),
    })),
  );
}

/** Where a rule stands, and what it says. */
function ruleComment({ rules }: IrPolicies, index: number): string {
  const rule = rules[index];
  return rule === undefined ? '' : `${commentText(rule.file)}:${rule.line} ${commentText(rule.text)}`;
}
