/** From the compiler's values to the protocol's. Both count UTF-16 units; the protocol counts from 0. */
import { pathToFileURL } from 'node:url';
import { type Diagnostic, type Fix, SourceText, type Span } from '@dlpc/language';
import {
  type CodeAction,
  CodeActionKind,
  DiagnosticSeverity,
  type Diagnostic as LspDiagnostic,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver/node';

/** The texts that spans point into, by path. */
export type Texts = ReadonlyMap<string, SourceText>;

/** URI of a path as editors write it. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/** The start of the file for a span whose text is not known. */
export function rangeOf(span: Span, texts: Texts): Range {
  return rangeIn(texts.get(span.file) ?? new SourceText(span.file, ''), span);
}

/** The range of `span` in the text that it points into. */
export function rangeIn(text: SourceText, span: Pick<Span, 'start' | 'end'>): Range {
  return { start: positionIn(text, span.start), end: positionIn(text, span.end) };
}

export function positionIn(text: SourceText, offset: number): Position {
  const { line, column } = text.positionAt(offset);
  return { line: line - 1, character: column - 1 };
}

export function offsetIn(text: SourceText, { line, character }: Position): number {
  return text.offsetAt({ line: line + 1, column: character + 1 });
}

/** `pages` is where the pages of diagnostics are, as a URI that ends in a slash; null where nobody knows. */
export function toLspDiagnostic(
  diagnostic: Diagnostic,
  texts: Texts,
  pages: string | null = null,
): LspDiagnostic {
  const hint = diagnostic.hint === null ? '' : `\n${diagnostic.hint}`;
  return {
    range: rangeOf(diagnostic.span, texts),
    severity: diagnostic.severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: diagnostic.code,
    ...(pages === null ? {} : { codeDescription: { href: `${pages}${diagnostic.code}.md` } }),
    source: 'dlpc',
    message: `${diagnostic.message}${hint}`,
    relatedInformation: diagnostic.related.map((place) => ({
      location: { uri: uriOf(place.span.file), range: rangeOf(place.span, texts) },
      message: place.message,
    })),
  };
}

export function toCodeAction(fix: Fix, mends: LspDiagnostic, texts: Texts): CodeAction {
  const byUri = Map.groupBy(fix.edits, (edit) => uriOf(edit.span.file));
  const changes = Object.fromEntries(
    [...byUri].map(([uri, edits]): [string, TextEdit[]] => [
      uri,
      edits.map((edit) => ({ range: rangeOf(edit.span, texts), newText: edit.newText })),
    ]),
  );
  return { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [mends], edit: { changes } };
}
