/** The formatter: one layout for every policy file. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { parseSource } from '../parse.ts';
import { SourceText } from '../source/source-text.ts';
import type { Declaration, PolicyFile } from '../syntax/ast.ts';
import { alignColumns, headOf, isShort, type Laid } from './columns.ts';
import { type Doc, leavesOf } from './doc.ts';
import { layOutDoc, Output, writeComments } from './layout-doc.ts';
import { printDeclaration } from './print-ast.ts';
import { type AttachedTrivia, attachTrivia, noTrivia, nothing, type PlacedComment } from './trivia.ts';

export interface FormattedText {
  /** The text in its layout, or as it was where it has mistakes. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lays a file out: two spaces for each level, lines of at most 110 columns where they can be broken, one empty line
 * between declarations, LF line ends. Neighbouring lines that classify, or that name groups, stand in columns. Comments stay between the tokens where they stood; of empty lines between
 * statements, and between short declarations of the same kind, one stays.
 */
export function formatText(text: string, file = 'policy.dlp'): FormattedText {
  const source = new SourceText(file, text);
  const { ast, diagnostics, tokens } = parseSource(source);
  if (diagnostics.length > 0) return { text, diagnostics };
  const docs = ast.declarations.map(printDeclaration);
  const trivia = attachTrivia(source, tokens, ast.comments, docs.flatMap(leavesOf));
  return { text: assemble(ast.declarations, docs, trivia), diagnostics };
}

/** Writes a tree as text, without its comments. */
export function printPolicyFile(ast: PolicyFile): string {
  return assemble(ast.declarations, ast.declarations.map(printDeclaration), noTrivia);
}

function assemble(
  declarations: readonly Declaration[],
  docs: readonly Doc[],
  trivia: AttachedTrivia,
): string {
  const output = new Output();
  const items = docs.map((doc, index): Laid => {
    const first = leavesOf(doc)[0];
    const before = (first && trivia.before(first)) ?? nothing;
    const declaration = declarations[index] ?? null;
    const text = layOutDoc(doc, trivia);
    return {
      kind: declaration?.kind ?? '',
      head: declaration && headOf(declaration, doc, trivia),
      text,
      before,
    };
  });
  let previous: Laid | null = null;
  for (const current of alignColumns(items)) {
    const { text, before } = current;
    const together =
      previous !== null && isShort(previous) && isShort(current) && previous.kind === current.kind;
    const comments = startGap(before.comments, previous !== null && !together && !before.blankBefore);
    writeComments(output, comments, 0, output.text !== '');
    const keepBlank = before.blankBefore || (!together && comments.every((comment) => !comment.ownLine));
    if (output.text !== '') output.newLine(0, keepBlank);
    output.write(text);
    previous = current;
  }
  writeComments(output, trivia.atEnd.comments, 0, output.text !== '');
  return output.text === '' ? '' : `${output.text.replace(/^\n+/, '')}\n`;
}

/** Comments between two declarations; where these must stand apart and do not, before the first of the comments. */
function startGap(comments: readonly PlacedComment[], apart: boolean): readonly PlacedComment[] {
  if (!apart || comments.some((comment) => comment.ownLine && comment.blankBefore)) return comments;
  const first = comments.findIndex((comment) => comment.ownLine);
  return comments.map((comment, index) => (index === first ? { ...comment, blankBefore: true } : comment));
}
