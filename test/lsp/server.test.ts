/** The real `dlp-lsp` over its standard streams, as an editor starts it: built, and as it lies in the packaged extension. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SourceText } from '@dlpc/language';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver/node';
import { edited } from './support/cursor.ts';
import { type PackedExtension, packExtension } from './support/packed-extension.ts';
import { MISSPELT_POLICY, type SpawnedServer, spawnServer } from './support/spawned-server.ts';

const BUILT = fileURLToPath(new URL('../../lsp/dist/cli/main.js', import.meta.url));

describe.each(['built', 'packed'] as const)('the server, %s', (form) => {
  let extension: PackedExtension | null = null;
  let server: SpawnedServer;

  beforeAll(async () => {
    if (form === 'packed') extension = await packExtension();
  });

  afterAll(() => extension?.remove());

  beforeEach(async () => {
    server =
      extension === null
        ? await spawnServer(BUILT)
        : await spawnServer(extension.path('server/dlp-lsp.mjs'), ['--pages', extension.path('diagnostics')]);
  });

  afterEach(() => server.end());

  test('a misspelt column is underlined, mended by its quick fix, and then clean', async () => {
    await server.open(MISSPELT_POLICY);
    const { uri, diagnostics: found } = await server.published((p) => p.diagnostics.length > 0);
    const misspelt = found.find((d) => String(d.message).includes('emial'));
    expect(misspelt).toMatchObject({
      severity: 1,
      source: 'dlpc',
      range: { start: { line: 2, character: 27 }, end: { line: 2, character: 32 } },
    });
    const page = await readFile(new URL(misspelt?.codeDescription?.href ?? ''), 'utf8');
    expect(page).toContain(`# ${misspelt?.code}`);

    const actions = await server.editor.sendRequest<{ edit: { changes: Record<string, TextEdit[]> } }[]>(
      'textDocument/codeAction',
      { textDocument: { uri }, range: misspelt?.range, context: { diagnostics: [] } },
    );
    const edit = actions[0]?.edit.changes[uri]?.[0];
    expect(edit?.newText).toBe('email');
    await server.editor.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: edit?.range, text: edit?.newText }],
    });
    await server.published((p) => p.uri === uri && !p.diagnostics.some((d) => d.severity === 1));
  });

  test('a document is formatted', async () => {
    const text = 'label   pii\n\n\n\nlabel pci';
    await server.open(text);
    const edits = await server.editor.sendRequest<TextEdit[]>('textDocument/formatting', {
      textDocument: { uri: server.uri },
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(edited(new SourceText(server.uri, text), edits)).toBe('label pii\n\nlabel pci\n');
  });

  test('a test beside the policy runs', async () => {
    await server.open(
      `${MISSPELT_POLICY.replace('emial', 'email')}test "a stranger" {\n  as { kind: service }\n  sql crm "select id from customers" => deny\n}\n`,
    );
    await server.published((p) => p.uri === server.uri && !p.diagnostics.some((d) => d.severity === 1));
    const answer = await server.editor.sendRequest('workspace/executeCommand', {
      command: 'dlpc.runTest',
      arguments: [server.uri, 'a stranger'],
    });
    expect(answer).toMatchObject({ passed: true });
  });
});
