/** The language server: what an editor asks, answered from the project as it is now. Knows the protocol and no file system. */
import { fileURLToPath } from 'node:url';
import type { Host } from '@dlpc/compiler';
import { formatText } from '@dlpc/language';
import {
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { toCodeAction, toLspDiagnostic, uriOf } from './convert.ts';
import { overlayHost } from './overlay-host.ts';
import { Project } from './project.ts';

/** A change is followed by others; the check waits for a pause of this many milliseconds. */
const PAUSE = 50;

/** Serves `connection` until it closes. */
export function serve(connection: Connection, disk: Host): void {
  const documents = new TextDocuments(TextDocument);
  const host = overlayHost(disk, (path) => documents.get(uriOf(path))?.getText() ?? null);
  let project = new Project(host, []);
  let published: ReadonlySet<string> = new Set();
  let pause: NodeJS.Timeout | undefined;

  connection.onInitialize((params): InitializeResult => {
    project = new Project(host, rootsOf(params));
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        documentFormattingProvider: true,
        codeActionProvider: true,
      },
      serverInfo: { name: 'dlp-lsp' },
    };
  });

  documents.onDidChangeContent(() => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      check().catch((error: unknown) => connection.console.error(String(error)));
    }, PAUSE);
  });

  async function check(): Promise<void> {
    const result = await project.check();
    if (result === null) return;
    const byFile = Map.groupBy(result.diagnostics, (diagnostic) => diagnostic.span.file);
    const found = new Set([...byFile.keys()].map(uriOf));
    for (const [file, diagnostics] of byFile) {
      await connection.sendDiagnostics({
        uri: uriOf(file),
        diagnostics: diagnostics.map((diagnostic) => toLspDiagnostic(diagnostic, result.texts)),
      });
    }
    // A file that has been mended is told so, and so is one that is open and was never wrong.
    for (const uri of new Set([...published, ...documents.keys()])) {
      if (!found.has(uri)) await connection.sendDiagnostics({ uri, diagnostics: [] });
    }
    published = found;
  }

  connection.onDocumentFormatting(({ textDocument }): TextEdit[] => {
    const document = documents.get(textDocument.uri);
    if (document === undefined) return [];
    const { text } = formatText(document.getText(), fileURLToPath(textDocument.uri));
    if (text === document.getText()) return [];
    const end = document.positionAt(document.getText().length);
    return [{ range: { start: { line: 0, character: 0 }, end }, newText: text }];
  });

  connection.onCodeAction((params) => quickFixes(project, params));

  documents.listen(connection);
  connection.listen();
}

/** The fixes of all diagnostics of the file that the range touches. */
function quickFixes(project: Project, { textDocument, range }: CodeActionParams): CodeAction[] {
  const result = project.latest;
  if (result === null) return [];
  return result.diagnostics.flatMap((diagnostic) => {
    if (diagnostic.fix === null || uriOf(diagnostic.span.file) !== textDocument.uri) return [];
    const mends = toLspDiagnostic(diagnostic, result.texts);
    const touches = mends.range.start.line <= range.end.line && mends.range.end.line >= range.start.line;
    return touches ? [toCodeAction(diagnostic.fix, mends, result.texts)] : [];
  });
}

function rootsOf(params: InitializeParams): readonly string[] {
  const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? [];
  return folders.map((uri) => fileURLToPath(uri));
}
