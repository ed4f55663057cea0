/** The server over its protocol: projects, watched files, both ways of diagnostics, commands. */
import { afterEach, describe, expect, test } from 'vitest';
import type { CallHierarchyItem, CodeAction, Diagnostic, Hover, Location } from 'vscode-languageserver/node';
import { CRM_POLICY, CRM_SCHEMA } from './support/crm.ts';
import { Editor, type EditorOptions } from './support/editor.ts';

let editor: Editor;

async function start(files: Record<string, string>, options: Partial<EditorOptions> = {}): Promise<Editor> {
  editor = await Editor.start(files, { folders: ['/project'], ...options });
  return editor;
}

afterEach(() => editor.close());

const errors = (found: readonly Diagnostic[]): readonly unknown[] =>
  found.filter(({ severity }) => severity === 1).map(({ code }) => code);

const FILES = { '/project/crm.sql': CRM_SCHEMA, '/project/crm.dlp': CRM_POLICY };

describe('projects', () => {
  test('what is wrong in a folder is said before anything is opened', async () => {
    await start({ '/project/a.dlp': 'group a = nobody\n' });
    expect(errors(await editor.diagnostics('/project/a.dlp'))).toHaveLength(1);
  });

  test('two folders are two projects', async () => {
    const file = (folder: string): Record<string, string> => ({ [`${folder}/a.dlp`]: 'group a = nobody\n' });
    await start({ ...file('/one'), ...file('/two') }, { folders: ['/one', '/two'] });
    // In one project the group would be declared twice as well.
    expect(errors(await editor.diagnostics('/one/a.dlp'))).toHaveLength(1);
    expect(errors(await editor.diagnostics('/two/a.dlp'))).toHaveLength(1);
  });

  test('a file belongs to the nearest dlp.json, and not to what is around that', async () => {
    await start({
      '/project/a.dlp': 'group a = true\n',
      '/project/inner/dlp.json': '{ "language": 1 }',
      '/project/inner/a.dlp': 'group a = true\ngroup b = nobody\n',
    });
    await editor.open('/project/inner/a.dlp');
    await editor.open('/project/a.dlp');
    expect(errors(await editor.diagnostics('/project/inner/a.dlp'))).toHaveLength(1);
    expect(errors(await editor.diagnostics('/project/a.dlp'))).toEqual([]);
  });

  test('a dlp.json that comes later parts them', async () => {
    await start({ '/project/a.dlp': 'group a = true\n', '/project/inner/a.dlp': 'group a = true\n' });
    await editor.open('/project/a.dlp');
    await editor.diagnostics('/project/inner/a.dlp', (found) => errors(found).length === 1);
    await editor.change('/project/inner/dlp.json', '{ "language": 1 }');
    await editor.diagnostics('/project/inner/a.dlp', (found) => found.length === 0);
    await editor.diagnostics('/project/a.dlp', (found) => errors(found).length === 0);
  });

  test('a file outside of every folder is one of its own', async () => {
    await start({ '/elsewhere/a.dlp': 'group a = nobody\n', ...FILES });
    await editor.open('/elsewhere/a.dlp');
    expect(errors(await editor.diagnostics('/elsewhere/a.dlp'))).toHaveLength(1);
  });
});

describe('changes', () => {
  test('of a schema on disk are seen', async () => {
    await start(FILES);
    await editor.open('/project/crm.dlp');
    await editor.diagnostics('/project/crm.dlp', (found) => errors(found).length === 0);
    await editor.change('/project/crm.sql', CRM_SCHEMA.replaceAll('ssn', 'social'));
    const found = await editor.diagnostics('/project/crm.dlp', (now) => errors(now).length > 0);
    expect(found.map(({ message }) => message).join()).toContain('ssn');
  });

  test('that are not saved count, and what is on disk again once the document is closed', async () => {
    await start({ '/project/a.dlp': 'group a = true\n', '/project/b.dlp': 'group b = a\n' });
    await editor.open('/project/a.dlp');
    await editor.type('/project/a.dlp', 2, 'group c = true\n');
    await editor.diagnostics('/project/b.dlp', (found) => errors(found).length === 1);
    await editor.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: 'file:///project/a.dlp' },
    });
    await editor.diagnostics('/project/b.dlp', (found) => found.length === 0);
  });

  test('are known to the very next request', async () => {
    await start({ '/project/a.dlp': 'group a = true\n' });
    await editor.open('/project/a.dlp');
    await editor.type('/project/a.dlp', 2, 'group other = false\ngroup b = other\n');
    const hover = await editor.ask<Hover>('textDocument/hover', '/project/a.dlp', {
      position: { line: 1, character: 11 },
    });
    expect(hover.contents).toMatchObject({ value: expect.stringContaining('group other = false') });
  });
});

describe('diagnostics', () => {
  const capabilities = { textDocument: { diagnostic: {} } };

  test('are told to editors that do not ask, with a link to their page', async () => {
    await start({ '/project/a.dlp': 'group a = nobody\n' }, { pages: 'https://docs.example/' });
    const [found] = await editor.diagnostics('/project/a.dlp');
    expect(found?.codeDescription?.href).toBe(`https://docs.example/${found?.code}.md`);
  });

  test('are given to editors that ask, and not told twice', async () => {
    await start(
      { '/project/a.dlp': 'group a = nobody\n', '/project/b.dlp': 'group b = nobody\n' },
      { capabilities },
    );
    await editor.open('/project/a.dlp');
    const report = await editor.ask<{ kind: string; items: Diagnostic[] }>(
      'textDocument/diagnostic',
      '/project/a.dlp',
    );
    expect(report.kind).toBe('full');
    expect(errors(report.items)).toHaveLength(1);
    // What is not open is not asked for.
    expect(errors(await editor.diagnostics('/project/b.dlp', (found) => found.length > 0))).toHaveLength(1);
    expect(editor.published.get('/project/a.dlp') ?? []).toEqual([]);
  });
});

describe('requests', () => {
  test('of a document that is not open have an empty answer', async () => {
    await start(FILES);
    const at = { position: { line: 0, character: 0 } };
    expect(await editor.ask('textDocument/hover', '/project/crm.dlp', at)).toBeNull();
    expect(await editor.ask('textDocument/completion', '/project/crm.dlp', at)).toEqual([]);
  });

  test('every feature that is announced answers', async () => {
    await start(FILES);
    await editor.open('/project/crm.dlp');
    const at = { position: { line: 3, character: 36 } };
    const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
    const ask = <R>(method: string, rest: object = {}): Promise<R> =>
      editor.ask<R>(`textDocument/${method}`, '/project/crm.dlp', rest);
    const [place] = await ask<Location[]>('definition', at);
    expect(place).toMatchObject({
      uri: 'file:///project/crm.sql',
      range: { start: { line: 3, character: 2 } },
    });
    expect(await ask('references', { ...at, context: { includeDeclaration: true } })).toHaveLength(1);
    expect(await ask('documentHighlight', at)).toHaveLength(1);
    expect(await ask('documentSymbol')).toHaveLength(4);
    expect(await ask('foldingRange')).toHaveLength(2);
    expect(await ask('documentLink')).toHaveLength(1);
    expect(await ask('inlayHint', { range })).toHaveLength(1);
    expect(await ask('codeLens')).toHaveLength(3);
    expect(await ask('selectionRange', { positions: [at.position] })).toHaveLength(1);
    expect(await ask<{ data: number[] }>('semanticTokens/full')).toMatchObject({
      data: expect.arrayContaining([0]),
    });
    expect(await ask('signatureHelp', { position: { line: 10, character: 40 } })).not.toBeNull();
    const options = { tabSize: 2, insertSpaces: true };
    expect(await ask('formatting', { options })).toHaveLength(6);
    expect(await ask('rangeFormatting', { range, options })).toHaveLength(6);
    expect(await ask('onTypeFormatting', { position: { line: 1, character: 0 }, ch: '\n', options })).toEqual(
      [],
    );
    const kinds = async (only: readonly string[]): Promise<readonly string[]> => {
      const here = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const actions = await ask<CodeAction[]>('codeAction', {
        range: here,
        context: { diagnostics: [], only },
      });
      return actions.map(({ kind }) => kind ?? '');
    };
    expect(await kinds(['source'])).toEqual([]);
    const [item] = await ask<CallHierarchyItem[]>('prepareCallHierarchy', at);
    const flow = async (way: string) => editor.connection.sendRequest(`callHierarchy/${way}`, { item });
    expect(await flow('outgoingCalls')).toHaveLength(1);
    expect(await flow('incomingCalls')).toHaveLength(1);
    expect(await editor.connection.sendRequest('workspace/symbol', { query: 'desk' })).toHaveLength(1);
    await expect(ask('rename', { ...at, newName: 'x' })).rejects.toThrow('renamed in the schema');
  });

  test('a lens gets its title when it is looked at', async () => {
    await start(FILES);
    await editor.open('/project/crm.dlp');
    const [lens] = await editor.ask<object[]>('textDocument/codeLens', '/project/crm.dlp');
    expect(await editor.connection.sendRequest('codeLens/resolve', lens)).toMatchObject({
      command: { title: 'seen unmasked by desk' },
    });
  });
});

test('a test is run, and says how it went', async () => {
  const cases = (expected: string): string =>
    `test "t" {\n  as { kind: human, sub: "a", groups: ["support"] }\n  sql crm "select ssn from customers" => ${expected}\n}\n`;
  await start({ ...FILES, '/project/t.dlp': cases('mask ssn') });
  await editor.open('/project/t.dlp');
  const run = (): Promise<unknown> =>
    editor.connection.sendRequest('workspace/executeCommand', {
      command: 'dlpc.runTest',
      arguments: ['file:///project/t.dlp', 't'],
    });
  expect(await run()).toEqual({ passed: true, message: '“t” passed.' });
  await editor.type('/project/t.dlp', 2, cases('deny'));
  expect(await run()).toEqual({
    passed: false,
    message: '“t” failed: line 3: it is allowed, with `ssn` masked',
  });
  await editor.type('/project/t.dlp', 3, cases('nonsense'));
  expect(await run()).toMatchObject({ passed: false, message: expect.stringContaining('no errors') });
});

test('a statement is explained under the texts as they are open', async () => {
  await start(FILES);
  await editor.open('/project/crm.dlp');
  const ask = (question: object): Promise<unknown> =>
    editor.connection.sendRequest('workspace/executeCommand', {
      command: 'dlpc.explain',
      arguments: ['file:///project/crm.dlp', question],
    });
  const caller = '{ kind: human, sub: "a", groups: ["support"] }';
  expect(await ask({ caller, statement: 'select ssn from customers' })).toMatchObject({
    kind: 'explained',
    explanation: { decision: 'allow', columns: [{ name: 'ssn', masked: true }] },
    text: expect.stringContaining('FROM "public"."customers"'),
  });
  expect(await ask({ caller: '{ kind: robot }', statement: 'select 1' })).toMatchObject({ kind: 'refused' });
  await expect(ask({ caller })).rejects.toThrow('is no command');
  await editor.type('/project/crm.dlp', 2, 'group a = nobody\n');
  expect(await ask({ caller, statement: 'select 1' })).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('errors'),
  });
});
