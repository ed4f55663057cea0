/** The page's end of the language server's protocol. Knows no editor and no page. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/browser';

export interface Project {
  /** The folder's path. */
  readonly folder: string;
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface LanguageClient {
  readonly connection: ProtocolConnection;
  readonly capabilities: InitializeResult['capabilities'];
  /** Tells the server of a document, or of its new text. */
  open(uri: string, languageId: string, text: string): void;
  change(uri: string, version: number, text: string): void;
}

/** Starts the server on the files of a project, and greets it. */
export async function startServer(
  { folder, files }: Project,
  onDiagnostics: (params: PublishDiagnosticsParams) => void,
): Promise<LanguageClient> {
  const worker = new Worker(new URL('server.js', document.baseURI), { type: 'module', name: 'dlp-lsp' });
  const ready = new Promise((resolve, reject) => {
    worker.addEventListener('message', resolve, { once: true });
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true });
  });
  worker.postMessage({ files });
  await ready;
  const connection = createProtocolConnection(
    new BrowserMessageReader(worker),
    new BrowserMessageWriter(worker),
  );
  connection.onNotification('textDocument/publishDiagnostics', onDiagnostics);
  connection.listen();
  const { capabilities } = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {
      textDocument: {
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
        publishDiagnostics: { relatedInformation: true },
      },
    },
    workspaceFolders: [{ uri: uriOf(folder), name: folder }],
  });
  await connection.sendNotification('initialized', {});
  const send = (method: string, params: unknown): void => {
    connection.sendNotification(method, params).catch((error: unknown) => console.error(error));
  };
  return {
    connection,
    capabilities,
    open: (uri, languageId, text) =>
      send('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, text) =>
      send('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] }),
  };
}

export function uriOf(path: string): string {
  return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
}
