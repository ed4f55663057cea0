/** Completion as an editor shows it: what the text would be, and the proposals that agree with what has been typed. */
import type { SourceText } from '@dlpc/language';
import type { CompletionItem, CompletionList } from 'vscode-languageserver/node';

/** What the proposals would write, in the order in which they are shown. */
export function shown(source: SourceText, offset: number, { items }: CompletionList): readonly string[] {
  return [...items]
    .filter((item) => isShown(source, offset, item))
    .sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
    .map((item) => item.textEdit?.newText ?? item.label);
}

/** Editors compare what stands in the range before the cursor with the filter text, letter by letter. */
function isShown(source: SourceText, offset: number, item: CompletionItem): boolean {
  const { textEdit, filterText = item.label } = item;
  if (textEdit === undefined || !('range' in textEdit)) throw new Error(`${item.label} has no range`);
  const { start, end } = textEdit.range;
  if (start.line !== end.line) throw new Error(`${item.label} has a range of several lines`);
  const from = source.offsetAt({ line: start.line + 1, column: start.character + 1 });
  const to = source.offsetAt({ line: end.line + 1, column: end.character + 1 });
  if (from > offset || to < offset) throw new Error(`the range of ${item.label} is not at the cursor`);
  let at = 0;
  for (const letter of source.text.slice(from, offset).toLowerCase()) {
    at = filterText.toLowerCase().indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
