/** The real `dlp-lsp` over its standard streams, as an editor starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from 'vscode-languageserver/node';

const PROGRAM = fileURLToPath(new URL('../../lsp/dist/cli/main.js', import.meta.url));
const SCHEMA = 'create table customers (id integer primary key, email text);';
const POLICY = `database crm from "crm.sql"
label pii
classify pii crm.customers.emial
policy p for caller.kind == human { on crm { allow select on customers } }
`;

let folder: string;
let server: ChildProcess;
let editor: ProtocolConnection;
let diagnostics: PublishDiagnosticsParams[];
let waiting: {
  until: (params: PublishDiagnosticsParams) => boolean;
  resolve: (p: PublishDiagnosticsParams) => void;
}[];

/** The first diagnostics, past or to come, for which `until` holds. */
function published(until: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
  const found = diagnostics.find(until);
  return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ until, resolve }));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dlp-lsp-'));
  await writeFile(join(folder, 'crm.sql'), SCHEMA);
  await writeFile(join(folder, 'crm.dlp'), POLICY);
  server = spawn(process.execPath, [PROGRAM, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!server.stdout || !server.stdin) throw new Error('no pipes');
  editor = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  diagnostics = [];
  waiting = [];
  editor.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    diagnostics.push(params);
    for (const { until, resolve } of waiting) if (until(params)) resolve(params);
  });
  editor.listen();
  await editor.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'crm' }],
  });
  await editor.sendNotification('initialized', {});
});

afterEach(async () => {
  await editor.sendRequest('shutdown');
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await editor.sendNotification('exit');
  await ended;
  editor.dispose();
  await rm(folder, { recursive: true });
});

function open(text: string): Promise<void> {
  const uri = pathToFileURL(join(folder, 'crm.dlp')).href;
  return editor.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'dlp', version: 1, text },
  });
}

test('a misspelt column is underlined, mended by its quick fix, and then clean', async () => {
  await open(POLICY);
  const { uri, diagnostics: found } = await published((p) => p.diagnostics.length > 0);
  const misspelt = found.find((d) => String(d.message).includes('emial'));
  expect(misspelt).toMatchObject({
    severity: 1,
    source: 'dlpc',
    range: { start: { line: 2, character: 27 }, end: { line: 2, character: 32 } },
  });

  const actions = await editor.sendRequest<{ edit: { changes: Record<string, TextEdit[]> } }[]>(
    'textDocument/codeAction',
    {
      textDocument: { uri },
      range: misspelt?.range,
      context: { diagnostics: [] },
    },
  );
  const edit = actions[0]?.edit.changes[uri]?.[0];
  expect(edit?.newText).toBe('email');
  await editor.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: edit?.range, text: edit?.newText }],
  });
  await published((p) => p.uri === uri && !p.diagnostics.some((d) => d.severity === 1));
});

test('a document is formatted', async () => {
  await open('label   pii\n\n\n\nlabel pci');
  const edits = await editor.sendRequest<TextEdit[]>('textDocument/formatting', {
    textDocument: { uri: pathToFileURL(join(folder, 'crm.dlp')).href },
    options: { tabSize: 2, insertSpaces: true },
  });
  expect(edits[0]?.newText).toBe('label pii\n\nlabel pci\n');
});
