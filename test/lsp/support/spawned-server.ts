/** A language server in a process of its own, and an editor's end of its standard streams, on a folder with a policy that misspells a column. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

const SCHEMA = 'create table customers (id integer primary key, email text);';
export const MISSPELT_POLICY = `database crm from "crm.sql"
label pii
classify pii crm.customers.emial
policy p for caller.kind == human { on crm { allow select on customers } }
`;

export interface SpawnedServer {
  readonly editor: ProtocolConnection;
  /** Of the policy. */
  readonly uri: string;
  open(text: string): Promise<void>;
  /** The first diagnostics, past or to come, for which `until` holds. */
  published(until: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
  /** Ends as the protocol wants it, and takes the folder away. */
  end(): Promise<void>;
}

/** Starts the program in the file `program` and greets it. */
export async function spawnServer(program: string, args: readonly string[] = []): Promise<SpawnedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'dlp-lsp-'));
  await writeFile(join(folder, 'crm.sql'), SCHEMA);
  await writeFile(join(folder, 'crm.dlp'), MISSPELT_POLICY);
  const server = spawn(process.execPath, [program, '--stdio', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const editor = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const said: PublishDiagnosticsParams[] = [];
  const waiting: ((params: PublishDiagnosticsParams) => void)[] = [];
  editor.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    said.push(params);
    for (const tell of waiting) tell(params);
  });
  editor.listen();
  await editor.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'crm' }],
  });
  await editor.sendNotification('initialized', {});

  const uri = pathToFileURL(join(folder, 'crm.dlp')).href;
  return {
    editor,
    uri,
    open: (text) =>
      editor.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'dlp', version: 1, text },
      }),
    published: (until) => {
      const found = said.find(until);
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve) => waiting.push((params) => until(params) && resolve(params)));
    },
    end: async () => {
      await editor.sendRequest('shutdown');
      const ended = new Promise((resolve) => server.once('exit', resolve));
      await editor.sendNotification('exit');
      await ended;
      editor.dispose();
      await rm(folder, { recursive: true });
    },
  };
}
