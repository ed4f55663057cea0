#!/usr/bin/env node
/** `dlp-lsp`: the language server over standard input and output, as editors start it. */
import { parseArgs } from 'node:util';
import { nodeHost } from '@dlpc/compiler';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../server.ts';

const HELP = `dlp-lsp - the language server for .dlp policies

Usage: dlp-lsp --stdio

Started by an editor: diagnostics while typing, formatting, quick fixes.
It checks the .dlp files of the workspace folders that the editor names.

Options:
  --stdio       talk over standard input and output (the default)
  --help        show this text
`;

const { values } = parseArgs({
  options: { stdio: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});

if (values.help) {
  process.stdout.write(HELP);
} else {
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout), nodeHost);
}
