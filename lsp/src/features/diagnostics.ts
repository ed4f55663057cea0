/** What is wrong with one file, for editors that ask instead of being told. */
import type { Diagnostic } from 'vscode-languageserver/node';
import { toLspDiagnostic } from '../convert.ts';
import type { FeatureContext } from './feature-context.ts';

export function diagnosticsOf({ result, path }: FeatureContext, pages: string | null): Diagnostic[] {
  return result.diagnostics
    .filter(({ span }) => span.file === path)
    .map((diagnostic) => toLspDiagnostic(diagnostic, result.texts, pages));
}
