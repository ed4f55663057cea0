/** Quick fixes: what diagnostics propose, as edits. */
import type { CodeAction, Range } from 'vscode-languageserver/node';
import { toCodeAction, toLspDiagnostic } from '../convert.ts';
import type { FeatureContext } from './feature-context.ts';

/** The fixes of all diagnostics of the document whose lines `range` touches. */
export function quickFixes({ result, path, source }: FeatureContext, range: Range): CodeAction[] {
  // A fix of an older text would edit the wrong place.
  if (result.texts.get(path)?.text !== source.text) return [];
  return result.diagnostics.flatMap((diagnostic) => {
    if (diagnostic.fix === null || diagnostic.span.file !== path) return [];
    const mends = toLspDiagnostic(diagnostic, result.texts);
    const touches = mends.range.start.line <= range.end.line && mends.range.end.line >= range.start.line;
    return touches ? [toCodeAction(diagnostic.fix, mends, result.texts)] : [];
  });
}
