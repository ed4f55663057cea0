/** The extension for Visual Studio Code as an archive. Its server is run by server.test.ts; the editor itself runs in no test. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PackedExtension, packExtension } from './support/packed-extension.ts';

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly contributes: {
    readonly languages: readonly { readonly configuration: string }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

let extension: PackedExtension;
let manifest: Manifest;

beforeAll(async () => {
  extension = await packExtension();
  manifest = JSON.parse(text('extension/package.json')) as Manifest;
});

afterAll(() => extension.remove());

function text(name: string): string {
  const content = extension.files[name];
  if (content === undefined) throw new Error(`no ${name} in the archive`);
  return new TextDecoder().decode(content);
}

test('every file that a manifest names is in the archive, and has a media type', () => {
  const { languages, grammars } = manifest.contributes;
  const named = [manifest.main, ...languages.map((l) => l.configuration), ...grammars.map((g) => g.path)];
  const assets = [
    ...text('extension.vsixmanifest').matchAll(/(?:Path="|<License>|<Icon>)(extension\/[^"<]+)/g),
  ];
  expect(assets).toHaveLength(6);
  const names = [...named.map((path) => path.replace('./', 'extension/')), ...assets.map(([, path]) => path)];
  expect(Object.keys(extension.files)).toEqual(expect.arrayContaining(names));
  const types = [...text('[Content_Types].xml').matchAll(/Extension="\.(\w+)"/g)].map(([, ending]) => ending);
  const endings = Object.keys(extension.files).map((name) => name.slice(name.lastIndexOf('.') + 1));
  expect(new Set(endings)).toEqual(new Set([...types, 'xml']));
});

test('its version is that of the server inside', async () => {
  const server = await readFile(new URL('../../lsp/package.json', import.meta.url), 'utf8');
  expect(manifest.version).toBe((JSON.parse(server) as Manifest).version);
  expect(text('extension.vsixmanifest')).toContain(`Version="${manifest.version}"`);
});

test('the client registers the commands, and reads the settings, that it announces', () => {
  const client = text('extension/client.cjs');
  for (const { command } of manifest.contributes.commands) expect(client).toContain(command);
  for (const setting of Object.keys(manifest.contributes.configuration.properties))
    expect(client).toContain(setting.replace(/^dlp\./, ''));
});

test('the same sources give the same bytes', async () => {
  const again = await packExtension();
  expect(Buffer.compare(extension.archive, again.archive)).toBe(0);
  await again.remove();
});
