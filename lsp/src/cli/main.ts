#!/usr/bin/env node
/** `dlp-lsp`: the language server over standard input and output, as editors start it. */
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { nodeHost, spareMemory } from '@dlpc/compiler';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../server.ts';

/** The pages of diagnostics: in the folder that is said, else in the repository that this program is part of; without them there are no links. */
async function findPages(folder: string | undefined): Promise<string | null> {
  const pages =
    folder === undefined
      ? new URL('../../../docs/diagnostics/', import.meta.url)
      : pathToFileURL(`${resolve(folder)}/`);
  return (await nodeHost.kindOf(fileURLToPath(pages))) === 'directory' ? pages.href : null;
}

const HELP = `dlp-lsp - the language server for .dlp policies

Usage: dlp-lsp [--stdio] [--pages FOLDER]

Started by an editor. It checks the policies of the project that a document belongs to
(the nearest dlp.json, else the workspace folder) while they are written, and answers
completion, hover, definition, references, rename, symbols, formatting and more.

Options:
  --stdio         talk over standard input and output (the default)
  --pages FOLDER  where the pages of diagnostics are, to which codes link
  --help          show this text
`;

const { values } = parseArgs({
  options: {
    stdio: { type: 'boolean' },
    pages: { type: 'string' },
    // Visual Studio Code's client appends it to whatever it starts; `initialize` says the same.
    clientProcessId: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

spareMemory({ isLasting: true });
if (values.help) {
  process.stdout.write(HELP);
} else {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  serve(connection, nodeHost, { pages: await findPages(values.pages) });
}
