/** An editor and the server in one process, over streams of the real protocol, on files in memory. */
import { PassThrough } from 'node:stream';
import { type MemoryHost, memoryHost } from '@dlpc/compiler';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type ServeOptions, serve } from '../../../lsp/src/server.ts';

export interface EditorOptions extends ServeOptions {
  readonly capabilities?: ClientCapabilities;
  /** Folders of the workspace. */
  readonly folders: readonly string[];
}

export class Editor {
  readonly host: MemoryHost;
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** What was said last of each file, by path. */
  readonly published = new Map<string, readonly Diagnostic[]>();
  readonly #waiting = new Set<() => void>();
  readonly #server: { dispose(): void };

  private constructor(
    host: MemoryHost,
    connection: ProtocolConnection,
    server: { dispose(): void },
    initialized: InitializeResult,
  ) {
    this.host = host;
    this.connection = connection;
    this.#server = server;
    this.initialized = initialized;
  }

  static async start(
    files: Readonly<Record<string, string>>,
    { capabilities = {}, folders, pages = null }: EditorOptions,
  ): Promise<Editor> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const host = memoryHost(files);
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    serve(server, host, { pages });
    const client = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    const published: [string, readonly Diagnostic[]][] = [];
    let tell = (path: string, diagnostics: readonly Diagnostic[]): void => {
      published.push([path, diagnostics]);
    };
    client.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) =>
        tell(decodeURIComponent(new URL(uri).pathname), diagnostics),
    );
    client.onRequest('client/registerCapability', () => null);
    client.listen();
    const initialized = await client.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities,
      workspaceFolders: folders.map((path) => ({ uri: `file://${path}`, name: path })),
    });
    const editor = new Editor(host, client, server, initialized);
    tell = (path, diagnostics) => {
      editor.published.set(path, diagnostics);
      for (const look of editor.#waiting) look();
    };
    for (const [path, diagnostics] of published) tell(path, diagnostics);
    await client.sendNotification('initialized', {});
    return editor;
  }

  /** The diagnostics of `path`, once they are as wanted. */
  async diagnostics(
    path: string,
    until: (found: readonly Diagnostic[]) => boolean = () => true,
  ): Promise<readonly Diagnostic[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.published.get(path);
        if (found === undefined || !until(found)) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  async open(path: string): Promise<void> {
    const read = await this.host.readText(path, 1_000_000);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: `file://${path}`, languageId: 'dlp', version: 1, text: read.ok ? read.text : '' },
    });
  }

  /** Replaces the whole text of an open document. */
  async type(path: string, version: number, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: `file://${path}`, version },
      contentChanges: [{ text }],
    });
  }

  /** Changes a file on disk and says so. */
  async change(path: string, text: string): Promise<void> {
    await this.host.writeFile(path, text);
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: `file://${path}`, type: 2 }],
    });
  }

  async ask<R>(method: string, path: string, rest: object = {}): Promise<R> {
    return this.connection.sendRequest<R>(method, { textDocument: { uri: `file://${path}` }, ...rest });
  }

  async close(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
    this.#server.dispose();
  }
}
