/** The language server: what an editor asks, answered from the project as it is now. Knows the protocol and no file system. */
import { fileURLToPath } from 'node:url';
import type { Host } from '@dlpc/compiler';
import {
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type Position,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { answer } from './answer.ts';
import { complete } from './completion/complete.ts';
import { offsetIn, toLspDiagnostic, uriOf } from './convert.ts';
import { contextOf } from './features/context-of.ts';
import type { FeatureContext } from './features/feature-context.ts';
import { formatting } from './features/formatting.ts';
import { quickFixes } from './features/quick-fixes.ts';
import { OpenDocuments } from './open-documents.ts';
import { overlayHost } from './overlay-host.ts';
import { Project } from './project.ts';

/** A change is followed by others; the check waits for a pause of this many milliseconds. */
const PAUSE = 50;

/** Serves `connection` until it closes. */
export function serve(connection: Connection, disk: Host): void {
  const documents = new TextDocuments(TextDocument);
  const open = new OpenDocuments(documents);
  const host = overlayHost(disk, (path) => open.text(path)?.text ?? null);
  let project = new Project(host, []);
  let published: ReadonlySet<string> = new Set();
  let pause: NodeJS.Timeout | undefined;

  connection.onInitialize((params): InitializeResult => {
    project = new Project(host, rootsOf(params));
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: ['.', '"', '{', ' '] },
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
    for (const uri of new Set([...published, ...open.uris])) {
      if (!found.has(uri)) await connection.sendDiagnostics({ uri, diagnostics: [] });
    }
    published = found;
  }

  type InDocument = { readonly textDocument: { readonly uri: string }; readonly position?: Position };

  /** A feature that answers for a document that is open, and nothing for any other. */
  function feature<P extends InDocument, R>(
    name: string,
    otherwise: R,
    run: (context: FeatureContext, params: P) => R,
  ) {
    return answer(connection, name, otherwise, async (params: P) => {
      const source = open.textAt(params.textDocument.uri);
      if (source === null) return otherwise;
      const result = await project.checked();
      const offset = params.position === undefined ? 0 : offsetIn(source, params.position);
      return run(
        contextOf(result, source, offset, (path) => open.text(path)),
        params,
      );
    });
  }

  connection.onCompletion(feature('completion', [], complete));
  connection.onDocumentFormatting(feature('formatting', [], formatting));
  connection.onCodeAction(feature('quick fixes', [], (context, { range }) => quickFixes(context, range)));

  documents.listen(connection);
  connection.listen();
}

function rootsOf(params: InitializeParams): readonly string[] {
  const folders = params.workspaceFolders?.map((folder) => folder.uri) ?? [];
  return folders.map((uri) => fileURLToPath(uri));
}
