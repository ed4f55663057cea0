/**
 * Features of the language server on projects that are written down with markers: `<|>` is where the cursor stands, `<<…>>` are the
 * ranges that an answer must name. Files are in memory, and the features are called directly.
 */
import { checkPolicies, memoryHost } from '@dlpc/compiler';
import { type Position, SourceText } from '@dlpc/language';
import type { Range } from 'vscode-languageserver/node';
import { contextOf } from '../../../lsp/src/features/context-of.ts';
import type { FeatureContext } from '../../../lsp/src/features/feature-context.ts';

/** Where the files of a case are. */
export const FOLDER = '/project';

export interface MarkedProject {
  /** Of the document with the cursor; without a cursor, of the first policy file, at its start. */
  readonly context: FeatureContext;
  /** Each as `file:line:column-line:column`, in order; both 1-based. */
  readonly marked: readonly string[];
  /** The texts without their markers, by name of the file. */
  readonly texts: ReadonlyMap<string, SourceText>;
}

/** `files` by name, such as `crm.sql`; their texts may hold markers. */
export async function markedProject(files: Readonly<Record<string, string>>): Promise<MarkedProject> {
  const texts = new Map<string, SourceText>();
  const marked: string[] = [];
  let cursor: { readonly file: string; readonly offset: number } | null = null;
  for (const [file, withMarkers] of Object.entries(files)) {
    const read = withoutMarkers(withMarkers);
    const text = new SourceText(`${FOLDER}/${file}`, read.text);
    texts.set(file, text);
    for (const { start, end } of read.ranges)
      marked.push(place(file, text.positionAt(start), text.positionAt(end)));
    if (read.cursor === null) continue;
    if (cursor !== null) throw new Error('two cursors');
    cursor = { file, offset: read.cursor };
  }
  const host = memoryHost(Object.fromEntries([...texts.values()].map(({ file, text }) => [file, text])));
  const result = await checkPolicies(host, [FOLDER]);
  const file = cursor?.file ?? [...texts.keys()].find((name) => name.endsWith('.dlp'));
  const source = file === undefined ? undefined : texts.get(file);
  if (source === undefined) throw new Error('no policy file');
  return { context: contextOf(result, source, cursor?.offset ?? 0), marked: marked.sort(), texts };
}

/** A range of the protocol as {@link MarkedProject.marked} writes it. */
export function placeOf(uri: string, { start, end }: Range): string {
  const file = decodeURIComponent(new URL(uri).pathname).replace(`${FOLDER}/`, '');
  const oneBased = ({ line, character }: Range['start']) => ({ line: line + 1, column: character + 1 });
  return place(file, oneBased(start), oneBased(end));
}

/** The text with `edits` applied, which must not overlap. */
export function edited(
  text: SourceText,
  edits: readonly { readonly range: Range; readonly newText: string }[],
): string {
  const offset = ({ line, character }: Range['start']) =>
    text.offsetAt({ line: line + 1, column: character + 1 });
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .toSorted((a, b) => b.start - a.start)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text.text);
}

function place(file: string, start: Position, end: Position): string {
  return `${file}:${start.line}:${start.column}-${end.line}:${end.column}`;
}

function withoutMarkers(marked: string): {
  readonly text: string;
  readonly cursor: number | null;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
} {
  let text = '';
  let cursor: number | null = null;
  const opened: number[] = [];
  const ranges: { start: number; end: number }[] = [];
  for (const part of marked.split(/(<\|>|<<|>>)/)) {
    if (part === '<|>') {
      if (cursor !== null) throw new Error('two cursors');
      cursor = text.length;
    } else if (part === '<<') opened.push(text.length);
    else if (part === '>>') {
      const start = opened.pop();
      if (start === undefined) throw new Error('`>>` without `<<`');
      ranges.push({ start, end: text.length });
    } else text += part;
  }
  if (opened.length > 0) throw new Error('`<<` without `>>`');
  return { text, cursor, ranges };
}
