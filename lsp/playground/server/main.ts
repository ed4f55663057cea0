/** The language server in a worker of the browser, on files in memory. The first message brings them; all that follow are the protocol's. */
import { memoryHost } from '@dlpc/compiler';
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { serve } from '../../src/server.ts';

self.addEventListener(
  'message',
  ({ data }: MessageEvent<{ readonly files: Readonly<Record<string, string>> }>) => {
    const worker = self as DedicatedWorkerGlobalScope;
    const connection = createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker));
    // A policy ends by the clock of whoever looks.
    serve(connection, { ...memoryHost(data.files), now: () => Date.now() });
    worker.postMessage('ready');
  },
  { once: true },
);
