/** What a selection grows to, step by step: the nodes around the cursor. */
import { nodesAt } from '@dlpc/language';
import { SelectionRange } from 'vscode-languageserver/node';
import { positionIn, rangeIn } from '../convert.ts';
import type { FeatureContext } from './feature-context.ts';

export function selectionRange({ ast, source, offset }: FeatureContext): SelectionRange {
  let selection: SelectionRange | undefined;
  let last = '';
  for (const { span } of nodesAt(ast, offset)) {
    const extent = `${span.start}-${span.end}`;
    if (extent === last) continue;
    last = extent;
    selection = SelectionRange.create(rangeIn(source, span), selection);
  }
  const cursor = positionIn(source, offset);
  return selection ?? SelectionRange.create({ start: cursor, end: cursor });
}
