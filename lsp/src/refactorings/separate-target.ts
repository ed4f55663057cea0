/** Separate a target: what a `mask` or `reveal` says of several names, said of the one at the cursor by a statement of its own, which can then say something else. */
import { type MaskStatement, nodesAt, type RevealStatement, type TreatmentTarget } from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';
import { lineStart } from './blocks-of-text.ts';
import type { Refactoring, Selection } from './refactoring.ts';

export function separateTarget({ ast, source }: FeatureContext, { start }: Selection): Refactoring | null {
  const path = nodesAt(ast, start);
  const target = path.find((node): node is TreatmentTarget => node.kind === 'TreatmentTarget');
  const statement = path.find(
    (node): node is MaskStatement | RevealStatement =>
      node.kind === 'MaskStatement' || node.kind === 'RevealStatement',
  );
  if (target === undefined || statement === undefined || statement.targets.length < 2) return null;
  const { text } = source;
  const { span, targets } = statement;
  // A comment within would have to go to one of the two.
  if (ast.comments.some((comment) => comment.span.start > span.start && comment.span.end < span.end))
    return null;
  const first = targets[0];
  const last = targets.at(-1);
  if (first === undefined || last === undefined) return null;
  const word = text.slice(span.start, first.span.start);
  const rest = text.slice(last.span.end, span.end);
  const named = (some: readonly TreatmentTarget[]): string =>
    some.map((one) => text.slice(one.span.start, one.span.end)).join(', ');
  const begin = lineStart(text, span.start);
  const indent = /^[ \t]*/.exec(text.slice(begin, span.start))?.[0] ?? '';
  const others = targets.filter((one) => one !== target);
  return {
    title: `Give \`${named([target])}\` a statement of its own`,
    kind: 'refactor.extract',
    edits: [
      {
        span: source.span(span.start, span.end),
        newText: `${word}${named(others)}${rest}\n${indent}${word}${named([target])}${rest}`,
      },
    ],
  };
}
