/** Everywhere in the project where what stands at the cursor is named. */
import { DocumentHighlight, DocumentHighlightKind, type Location } from 'vscode-languageserver/node';
import { rangeIn } from '../convert.ts';
import { nameAtCursor, namesMeaning } from '../symbols/project-names.ts';
import { locationOf } from './definition.ts';
import type { FeatureContext } from './feature-context.ts';

export function references(context: FeatureContext, includeDeclaration: boolean): Location[] {
  const found = nameAtCursor(context);
  if (found === null) return [];
  return namesMeaning(context, found.symbol)
    .filter(({ declares }) => includeDeclaration || !declares)
    .flatMap((occurrence) => locationOf(context, occurrence));
}

/** The same within the document. */
export function highlights(context: FeatureContext): DocumentHighlight[] {
  const found = nameAtCursor(context);
  if (found === null) return [];
  return namesMeaning(context, found.symbol)
    .filter(({ span }) => span.file === context.path)
    .map(({ span, declares }) =>
      DocumentHighlight.create(
        rangeIn(context.source, span),
        declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      ),
    );
}
