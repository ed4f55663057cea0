/** What the server says that it can do. */
import { type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { EXPLAIN } from './commands/explain-question.ts';
import { RUN_TEST } from './commands/run-test.ts';
import { semanticTokensLegend } from './features/semantic-tokens.ts';
import { refactoringKinds } from './refactorings/refactoring.ts';

export const capabilities: ServerCapabilities = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: ['.', '"', '{', ' '] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  callHierarchyProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  semanticTokensProvider: { legend: semanticTokensLegend, full: true },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: {},
  signatureHelpProvider: { triggerCharacters: ['(', ','] },
  inlayHintProvider: true,
  codeLensProvider: { resolveProvider: true },
  codeActionProvider: { codeActionKinds: ['quickfix', ...refactoringKinds] },
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] },
  executeCommandProvider: { commands: [EXPLAIN, RUN_TEST] },
  diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
