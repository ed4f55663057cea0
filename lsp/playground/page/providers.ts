/** What the editor asks, put to the language server. A request that fails is one feature's, and says so in the console. */
import type { CancellationToken, editor, IPosition, languages } from 'monaco-editor-core';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  DocumentHighlight,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import {
  COMPLETION_KINDS,
  fromEdit,
  fromMarkup,
  fromRange,
  insertionOf,
  toPosition,
  toRange,
} from './convert.ts';
import type { LanguageClient } from './language-client.ts';
import { monaco } from './monaco.ts';

const LANGUAGE = 'dlp';

/** Registers them all for policies. */
export function registerProviders({ connection, capabilities }: LanguageClient): void {
  const { languages: to } = monaco;

  async function ask<T>(method: string, model: editor.ITextModel, more: object = {}): Promise<T | null> {
    const textDocument = { uri: model.uri.toString(true) };
    try {
      return await connection.sendRequest<T | null>(method, { textDocument, ...more });
    } catch (error) {
      console.error(method, error);
      return null;
    }
  }
  const at = (position: IPosition) => ({ position: toPosition(position) });

  to.registerCompletionItemProvider(LANGUAGE, {
    triggerCharacters: capabilities.completionProvider?.triggerCharacters ?? [],
    async provideCompletionItems(model, position) {
      const found = await ask<CompletionList | CompletionItem[]>(
        'textDocument/completion',
        model,
        at(position),
      );
      const items = found === null ? [] : Array.isArray(found) ? found : found.items;
      return { suggestions: items.map((item) => suggestion(item, model, position)) };
    },
  });

  to.registerHoverProvider(LANGUAGE, {
    async provideHover(model, position) {
      const found = await ask<Hover>('textDocument/hover', model, at(position));
      if (found === null || typeof found.contents === 'string' || Array.isArray(found.contents)) return null;
      return {
        contents: [{ value: found.contents.value }],
        ...(found.range && { range: fromRange(found.range) }),
      };
    },
  });

  to.registerSignatureHelpProvider(LANGUAGE, {
    signatureHelpTriggerCharacters: capabilities.signatureHelpProvider?.triggerCharacters ?? [],
    async provideSignatureHelp(model, position) {
      const found = await ask<SignatureHelp>('textDocument/signatureHelp', model, at(position));
      if (found === null) return null;
      const signatures = found.signatures.map(({ label, documentation, parameters = [] }) => ({
        label,
        ...(documentation !== undefined && { documentation: fromMarkup(documentation) ?? '' }),
        parameters: parameters.map((parameter) => ({ label: parameter.label })),
      }));
      return {
        value: {
          signatures,
          activeSignature: found.activeSignature ?? 0,
          activeParameter: found.activeParameter ?? 0,
        },
        dispose: () => undefined,
      };
    },
  });

  to.registerDefinitionProvider(LANGUAGE, {
    async provideDefinition(model, position) {
      const found = await ask<Location | Location[]>('textDocument/definition', model, at(position));
      return places(found);
    },
  });
  to.registerReferenceProvider(LANGUAGE, {
    async provideReferences(model, position, { includeDeclaration }) {
      const context = { includeDeclaration };
      return places(await ask<Location[]>('textDocument/references', model, { ...at(position), context }));
    },
  });
  to.registerDocumentHighlightProvider(LANGUAGE, {
    async provideDocumentHighlights(model, position) {
      const found = await ask<DocumentHighlight[]>('textDocument/documentHighlight', model, at(position));
      return (found ?? []).map(({ range }) => ({ range: fromRange(range) }));
    },
  });

  to.registerRenameProvider(LANGUAGE, {
    async provideRenameEdits(model, position, newName) {
      const found = await ask<WorkspaceEdit>('textDocument/rename', model, { ...at(position), newName });
      return found === null ? { edits: [], rejectReason: 'this name cannot be changed' } : edits(found);
    },
  });

  to.registerDocumentFormattingEditProvider(LANGUAGE, {
    async provideDocumentFormattingEdits(model, options) {
      const found = await ask<TextEdit[]>('textDocument/formatting', model, { options });
      return (found ?? []).map(fromEdit);
    },
  });

  to.registerCodeActionProvider(LANGUAGE, {
    async provideCodeActions(model, range) {
      const context = { diagnostics: [] };
      const found = await ask<CodeAction[]>('textDocument/codeAction', model, {
        range: toRange(range),
        context,
      });
      const actions = (found ?? []).map(({ title, kind, edit, isPreferred }) => ({
        title,
        ...(kind !== undefined && { kind }),
        ...(edit !== undefined && { edit: edits(edit) }),
        ...(isPreferred !== undefined && { isPreferred }),
      }));
      return { actions, dispose: () => undefined };
    },
  });

  to.registerInlayHintsProvider(LANGUAGE, {
    async provideInlayHints(model, range) {
      const found = await ask<InlayHint[]>('textDocument/inlayHint', model, { range: toRange(range) });
      const hints = (found ?? []).map(({ position, label, paddingLeft, tooltip }) => ({
        position: { lineNumber: position.line + 1, column: position.character + 1 },
        label: typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
        ...(paddingLeft !== undefined && { paddingLeft }),
        ...(tooltip !== undefined && { tooltip: fromMarkup(tooltip) ?? '' }),
      }));
      return { hints, dispose: () => undefined };
    },
  });

  to.registerCodeLensProvider(LANGUAGE, {
    async provideCodeLenses(model) {
      const found = await ask<CodeLens[]>('textDocument/codeLens', model);
      const lenses = (found ?? []).map((lens) => ({ ...lensOf(lens), lens }));
      return { lenses, dispose: () => undefined };
    },
    async resolveCodeLens(_, unresolved) {
      const { lens } = unresolved as languages.CodeLens & { readonly lens: CodeLens };
      return { ...lensOf(await connection.sendRequest<CodeLens>('codeLens/resolve', lens)), lens };
    },
  });

  to.registerFoldingRangeProvider(LANGUAGE, {
    async provideFoldingRanges(model) {
      const found = await ask<FoldingRange[]>('textDocument/foldingRange', model);
      return (found ?? []).map(({ startLine, endLine }) => ({ start: startLine + 1, end: endLine + 1 }));
    },
  });

  const legend = capabilities.semanticTokensProvider?.legend;
  if (legend !== undefined)
    to.registerDocumentSemanticTokensProvider(LANGUAGE, {
      getLegend: () => legend,
      async provideDocumentSemanticTokens(model, _: string | null, token: CancellationToken) {
        const found = await ask<SemanticTokens>('textDocument/semanticTokens/full', model);
        if (found === null || token.isCancellationRequested) return null;
        return { data: new Uint32Array(found.data) };
      },
      releaseDocumentSemanticTokens: () => undefined,
    });
}

function suggestion(
  item: CompletionItem,
  model: editor.ITextModel,
  position: IPosition,
): languages.CompletionItem {
  const { text, range } = insertionOf(item);
  const word = model.getWordUntilPosition(position);
  const here = { ...position, startLineNumber: position.lineNumber, endLineNumber: position.lineNumber };
  const { CompletionItemKind, CompletionItemInsertTextRule } = monaco.languages;
  const documentation = fromMarkup(item.documentation);
  return {
    label: item.labelDetails === undefined ? item.label : { label: item.label, ...item.labelDetails },
    kind: CompletionItemKind[COMPLETION_KINDS[item.kind ?? 1] ?? 'Text'],
    insertText: text,
    range:
      range === null
        ? { ...here, startColumn: word.startColumn, endColumn: word.endColumn }
        : fromRange(range),
    ...(item.insertTextFormat === 2 && { insertTextRules: CompletionItemInsertTextRule.InsertAsSnippet }),
    ...(item.detail !== undefined && { detail: item.detail }),
    ...(documentation !== undefined && { documentation }),
    ...(item.sortText !== undefined && { sortText: item.sortText }),
    ...(item.filterText !== undefined && { filterText: item.filterText }),
    ...(item.commitCharacters !== undefined && { commitCharacters: item.commitCharacters }),
  };
}

function places(found: Location | Location[] | null): languages.Location[] {
  const all = found === null ? [] : Array.isArray(found) ? found : [found];
  return all.map(({ uri, range }) => ({ uri: monaco.Uri.parse(uri), range: fromRange(range) }));
}

function edits({ changes = {} }: WorkspaceEdit): languages.WorkspaceEdit {
  return {
    edits: Object.entries(changes).flatMap(([uri, of]) =>
      of.map((edit) => ({
        resource: monaco.Uri.parse(uri),
        textEdit: fromEdit(edit),
        versionId: undefined,
      })),
    ),
  };
}

function lensOf({ range, command }: CodeLens): languages.CodeLens {
  return {
    range: fromRange(range),
    ...(command !== undefined && {
      // A lens that only tells has a command without a name, which the editor shows as plain text.
      command: { id: command.command, title: command.title, arguments: command.arguments ?? [] },
    }),
  };
}
