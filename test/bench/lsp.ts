/**
 * The language server as an editor meets it, over its standard streams: 200 files of 10,000 rules over 2,000 tables. Keys are typed
 * one after the other in open files, each once the diagnostics of the one before are there; what the server waits for a pause counts.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type Measured, percentiles, single } from './measure.ts';
import { writePolicySet } from './policy-set.ts';
import { DLP_LSP } from './programs.ts';

const RULES = 10_000;
const STARTS = 3;
/** Files that are typed in. */
const OPEN = [3, 100, 180] as const;
/** Typed at the end of a file, a key at a time. */
const TYPED =
  '\npolicy added for caller.kind == human {\n  on crm {\n    allow select on table_7\n    mask l1.a with hash\n  }\n}\n';
/** Keys before the code is warm. */
const WARMING = 30;

interface Server {
  readonly editor: ProtocolConnection;
  readonly pid: number;
  /** Waits for the next diagnostics of a file. */
  published(uri: string): Promise<void>;
  end(): Promise<void>;
}

export async function lspBenchmarks(scratch: string): Promise<readonly Measured[]> {
  const folder = join(scratch, 'lsp');
  writePolicySet(folder, RULES);
  const starts: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const start = performance.now();
    const server = await startServer(folder);
    await server.published(uriOf(folder, 'base.dlp'));
    starts.push(performance.now() - start);
    await server.end();
  }

  const server = await startServer(folder);
  await server.published(uriOf(folder, 'base.dlp'));
  const keys: number[] = [];
  const completions: number[] = [];
  for (const number of OPEN) {
    const uri = uriOf(folder, `team-${number}.dlp`);
    let text = readFileSync(join(folder, `team-${number}.dlp`), 'utf8');
    let version = 1;
    await server.editor.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'dlp', version, text },
    });
    await server.published(uri);
    let line = text.split('\n').length - 1;
    let character = 0;
    for (const key of TYPED) {
      const range = { start: { line, character }, end: { line, character } };
      text += key;
      version += 1;
      const start = performance.now();
      const published = server.published(uri);
      await server.editor.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range, text: key }],
      });
      await published;
      keys.push(performance.now() - start);
      if (key === '\n') {
        line += 1;
        character = 0;
      } else character += 1;
      const asked = performance.now();
      await server.editor.sendRequest('textDocument/completion', {
        textDocument: { uri },
        position: { line, character },
      });
      completions.push(performance.now() - asked);
    }
  }
  const megabytes = mostMemory(server.pid);
  await server.end();
  return [
    percentiles('language server, start to first diagnostics (ms)', starts),
    percentiles('language server, key to diagnostics (ms)', keys.slice(WARMING)),
    percentiles('language server, completion (ms)', completions.slice(WARMING)),
    single('language server, most memory (MB)', 'after that session', megabytes),
  ];
}

function uriOf(folder: string, name: string): string {
  return pathToFileURL(join(folder, name)).href;
}

async function startServer(folder: string): Promise<Server> {
  const child = spawn(process.execPath, [DLP_LSP, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.pid === undefined) throw new Error('the language server did not start');
  const editor = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, () => void>();
  editor.onNotification('textDocument/publishDiagnostics', ({ uri }: PublishDiagnosticsParams) => {
    waiting.get(uri)?.();
  });
  editor.listen();
  const published = (uri: string) => new Promise<void>((resolve) => waiting.set(uri, resolve));
  await editor.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
  });
  await editor.sendNotification('initialized', {});
  return {
    editor,
    pid: child.pid,
    published,
    end: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await editor.sendRequest('shutdown');
      await editor.sendNotification('exit');
      await ended;
      editor.dispose();
    },
  };
}

/** The most that a process ever had in memory, as Linux counts. */
function mostMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}
