/** Between the protocol's places, which count from nought, and the editor's, which count from one. */
import type { IMarkdownString, IPosition, IRange, languages } from 'monaco-editor-core';
import type {
  CompletionItem,
  MarkupContent,
  Position,
  Range,
  TextEdit,
} from 'vscode-languageserver-protocol';

export function toPosition({ lineNumber, column }: IPosition): Position {
  return { line: lineNumber - 1, character: column - 1 };
}

export function toRange({ startLineNumber, startColumn, endLineNumber, endColumn }: IRange): Range {
  return {
    start: { line: startLineNumber - 1, character: startColumn - 1 },
    end: { line: endLineNumber - 1, character: endColumn - 1 },
  };
}

export function fromRange({ start, end }: Range): IRange {
  return {
    startLineNumber: start.line + 1,
    startColumn: start.character + 1,
    endLineNumber: end.line + 1,
    endColumn: end.character + 1,
  };
}

export function fromEdit({ range, newText }: TextEdit): languages.TextEdit {
  return { range: fromRange(range), text: newText };
}

export function fromMarkup(content: MarkupContent | string | undefined): IMarkdownString | undefined {
  if (content === undefined) return undefined;
  return { value: typeof content === 'string' ? content : content.value };
}

/** The protocol numbers kinds of items from one, the editor in an order of its own; names agree. */
export const COMPLETION_KINDS: Readonly<Record<number, keyof typeof languages.CompletionItemKind>> = {
  1: 'Text',
  2: 'Method',
  3: 'Function',
  4: 'Constructor',
  5: 'Field',
  6: 'Variable',
  7: 'Class',
  8: 'Interface',
  9: 'Module',
  10: 'Property',
  11: 'Unit',
  12: 'Value',
  13: 'Enum',
  14: 'Keyword',
  15: 'Snippet',
  16: 'Color',
  17: 'File',
  18: 'Reference',
  19: 'Folder',
  20: 'EnumMember',
  21: 'Constant',
  22: 'Struct',
  23: 'Event',
  24: 'Operator',
  25: 'TypeParameter',
};

/** Where the text of an item goes; null for the word at the cursor. */
export function insertionOf(item: CompletionItem): { readonly text: string; readonly range: Range | null } {
  const { textEdit } = item;
  if (textEdit === undefined) return { text: item.insertText ?? item.label, range: null };
  return { text: textEdit.newText, range: 'range' in textEdit ? textEdit.range : textEdit.replace };
}
