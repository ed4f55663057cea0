/** What can be folded: everything in braces that spans lines, and runs of comments. */
import { type Node, type PolicyFile, type SourceText, visit } from '@dlpc/language';
import { FoldingRange, FoldingRangeKind } from 'vscode-languageserver/node';
import type { FeatureContext } from './feature-context.ts';

const FOLDED: readonly Node['kind'][] = [
  'IdentityDeclaration',
  'LabelDeclaration',
  'LabelNode',
  'ClassifyDeclaration',
  'GroupDeclaration',
  'PolicyDeclaration',
  'SourceBlock',
  'TestDeclaration',
];

export function foldingRanges({ ast, source }: FeatureContext): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const lines = (start: number, end: number): [first: number, last: number] => [
    source.positionAt(start).line - 1,
    source.positionAt(end).line - 1,
  ];
  const fold = ({ span, kind }: Node): void => {
    if (!FOLDED.includes(kind)) return;
    const [first, last] = lines(span.start, span.end);
    // The line with the closing brace stays.
    const end = source.text[span.end - 1] === '}' ? last - 1 : last;
    if (end > first && !ranges.some(({ startLine }) => startLine === first))
      ranges.push(FoldingRange.create(first, end));
  };
  visit(ast, Object.fromEntries(FOLDED.map((kind) => [kind, fold])));

  for (const [first, last] of commentRuns(ast, source))
    ranges.push(FoldingRange.create(first, last, undefined, undefined, FoldingRangeKind.Comment));
  return ranges.toSorted((a, b) => a.startLine - b.startLine);
}

/** First and last lines, from 0, of comments that stand alone on lines one below the other. */
function commentRuns(
  { comments }: PolicyFile,
  source: SourceText,
): readonly (readonly [first: number, last: number])[] {
  const runs: [first: number, last: number][] = [];
  for (const { span } of comments) {
    const { line } = source.positionAt(span.start);
    if (!source.lineText(line).trimStart().startsWith('//')) continue;
    const run = runs.at(-1);
    if (run !== undefined && run[1] === line - 2) run[1] = line - 1;
    else runs.push([line - 1, line - 1]);
  }
  return runs.filter(([first, last]) => last > first);
}
