/** A text to its syntax tree: the whole front of the language in one function. */
import type { IToken } from 'chevrotain';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { diagnostic } from './diagnostics/diagnostic.ts';
import { limits } from './limits.ts';
import { SourceText } from './source/source-text.ts';
import type { PolicyFile } from './syntax/ast.ts';
import { convertDeclarations } from './syntax/cst-to-ast.ts';
import { lex } from './syntax/lexer.ts';
import { parseTokens } from './syntax/parser.ts';
import { describeErrors } from './syntax/syntax-errors.ts';

export interface ParsedFile {
  /** What could be read; complete where there are no diagnostics. */
  readonly ast: PolicyFile;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses one policy file. Never throws: whatever the text is, there is a tree of the declarations that could be read and
 * a diagnostic for each mistake.
 */
export function parsePolicyFile(file: string, text: string): ParsedFile {
  const { ast, diagnostics } = parseSource(new SourceText(file, text));
  return { ast, diagnostics };
}

/** The same, with the tokens for those that need the text's own spelling. */
export function parseSource(source: SourceText): ParsedFile & { readonly tokens: readonly IToken[] } {
  const text = source.text;
  const lexed = lex(source);
  const parsed = parseTokens(lexed.tokens);
  const syntax = describeErrors(source, parsed.tokens, parsed.errors, lexed.excused);

  const conversion: Diagnostic[] = [];
  const declarations = convertDeclarations(
    { source, comments: lexed.comments, report: (found) => conversion.push(found) },
    parsed.cst,
  );
  const ast: PolicyFile = {
    kind: 'PolicyFile',
    span: source.span(0, text.length),
    declarations,
    comments: lexed.comments,
  };

  // A path that ends where the parser stopped is short because of that.
  const complete = conversion.filter(
    (d) =>
      !syntax.some(
        (other) => text.slice(d.span.end, other.span.start).trim() === '' && other.span.start >= d.span.end,
      ),
  );
  return {
    ast,
    tokens: lexed.tokens,
    diagnostics: limited(source, [...lexed.diagnostics, ...syntax, ...complete]),
  };
}

function limited(source: SourceText, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = found.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  if (sorted.length <= limits.mistakes) return sorted;
  const shown = sorted.slice(0, limits.mistakes);
  const last = shown.at(-1)?.span ?? source.span(0, 0);
  return [...shown, diagnostic('too-many-mistakes', last, { limit: limits.mistakes })];
}
