/** Every request that an editor can make of a document, with the feature that answers it. Knows no project: contexts are given. */
import type { CallHierarchyItem, Connection, Position } from 'vscode-languageserver/node';
import { answer } from './answer.ts';
import { type CompletionOptions, complete } from './completion/complete.ts';
import { offsetIn } from './convert.ts';
import { codeLenses, isLensData, resolveLens } from './features/code-lenses.ts';
import { definition } from './features/definition.ts';
import { diagnosticsOf } from './features/diagnostics.ts';
import { documentLinks } from './features/document-links.ts';
import { documentSymbols } from './features/document-symbols.ts';
import type { FeatureContext } from './features/feature-context.ts';
import { foldingRanges } from './features/folding.ts';
import { formatting, onTypeFormatting, rangeFormatting } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { flowsFrom, flowsInto, isFlowData, prepareFlow } from './features/label-flow.ts';
import { quickFixes } from './features/quick-fixes.ts';
import { highlights, references } from './features/references.ts';
import { prepareRename, rename } from './features/rename.ts';
import { selectionRange } from './features/selection-ranges.ts';
import { semanticTokens } from './features/semantic-tokens.ts';
import { signatureHelp } from './features/signature-help.ts';
import { isAskedFor } from './refactorings/asked-for.ts';
import { refactorings } from './refactorings/refactorings.ts';

/** How new the check must be: as new as the text, or whatever is there, for what must not wait. */
export type Freshness = 'current' | 'known';

/** The context of a document; null for one that is not open. */
export type ContextOf = (uri: string, freshness: Freshness) => Promise<FeatureContext | null>;

interface InDocument {
  readonly textDocument: { readonly uri: string };
  readonly position?: Position;
}

/** Registers them all. `pages` is where the pages of diagnostics are, `completion` what completion cannot know of the outside. */
export function registerFeatures(
  connection: Connection,
  contextOf: ContextOf,
  pages: () => string | null,
  completion: (context: FeatureContext) => Promise<CompletionOptions>,
): void {
  function feature<P extends InDocument, R, E>(
    name: string,
    otherwise: E,
    run: (context: FeatureContext, params: P) => R | Promise<R>,
    freshness: Freshness = 'current',
  ) {
    return answer(connection, name, otherwise, async (params: P): Promise<R | E> => {
      const context = await contextOf(params.textDocument.uri, freshness);
      if (context === null) return otherwise;
      const offset = params.position === undefined ? 0 : offsetIn(context.source, params.position);
      return run({ ...context, offset }, params);
    });
  }

  /** An item may stand in a schema; it is asked about in the document in which it was asked for first. */
  function alongFlow<T>(run: (context: FeatureContext, item: CallHierarchyItem) => T[]) {
    return answer(connection, 'label flow', [], async ({ item }: { readonly item: CallHierarchyItem }) => {
      const data: unknown = item.data;
      const context = isFlowData(data) ? await contextOf(data.uri, 'current') : null;
      return context === null ? [] : run(context, item);
    });
  }

  connection.onCompletion(
    feature('completion', [], async (context) => complete(context, await completion(context)), 'known'),
  );
  connection.onSignatureHelp(feature('signature help', null, signatureHelp, 'known'));
  connection.onHover(feature('hover', null, hover));
  connection.onDefinition(feature('definition', [], definition));
  connection.onReferences(
    feature('references', [], (context, params) => references(context, params.context.includeDeclaration)),
  );
  connection.onDocumentHighlight(feature('highlights', [], highlights));
  connection.languages.callHierarchy.onPrepare(feature('label flow', null, prepareFlow));
  connection.languages.callHierarchy.onOutgoingCalls(alongFlow(flowsInto));
  connection.languages.callHierarchy.onIncomingCalls(alongFlow(flowsFrom));
  connection.onPrepareRename(feature('rename', null, prepareRename));
  connection.onRenameRequest(feature('rename', null, (context, { newName }) => rename(context, newName)));
  connection.onDocumentSymbol(feature('document symbols', [], documentSymbols, 'known'));
  connection.languages.semanticTokens.on(feature('semantic tokens', { data: [] }, semanticTokens));
  connection.onFoldingRanges(feature('folding', [], foldingRanges, 'known'));
  connection.onSelectionRanges(
    feature(
      'selection ranges',
      [],
      (context, { positions }) =>
        positions.map((at) => selectionRange({ ...context, offset: offsetIn(context.source, at) })),
      'known',
    ),
  );
  connection.onDocumentLinks(feature('document links', [], documentLinks, 'known'));
  connection.languages.inlayHint.on(
    feature('inlay hints', [], (context, { range }) => inlayHints(context, range)),
  );
  connection.onCodeLens(feature('code lenses', [], codeLenses, 'known'));
  connection.onCodeLensResolve((lens, token) =>
    answer(connection, 'code lens', lens, async () => {
      const data: unknown = lens.data;
      const context = isLensData(data) ? await contextOf(data.uri, 'current') : null;
      return context === null ? lens : resolveLens(context, lens);
    })(lens, token),
  );
  connection.onDocumentFormatting(feature('formatting', [], formatting, 'known'));
  connection.onDocumentRangeFormatting(
    feature('formatting', [], (context, { range }) => rangeFormatting(context, range), 'known'),
  );
  connection.onDocumentOnTypeFormatting(
    feature('formatting', [], (context, { ch }) => onTypeFormatting(context, ch), 'known'),
  );
  connection.onCodeAction(
    feature('code actions', [], (context, { range, context: asked }) => [
      ...(isAskedFor('quickfix', asked.only) ? quickFixes(context, range) : []),
      ...refactorings(context, range, asked),
    ]),
  );
  connection.languages.diagnostics.on(
    feature('diagnostics', { kind: 'full' as const, items: [] }, (context) => ({
      kind: 'full' as const,
      items: diagnosticsOf(context, pages()),
    })),
  );
}
