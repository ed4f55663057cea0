/** `npm run package:vscode [FILE]`: writes the extension for Visual Studio Code, with the language server inside. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePrograms, UNBUNDLED } from './bundle.ts';
import { type ExtensionManifest, packVsix } from './vsix.ts';

const ROOT = new URL('../../../', import.meta.url);

/** Where each file of the extension comes from. */
const COPIED: Readonly<Record<string, string>> = {
  'package.json': 'lsp/vscode/package.json',
  'README.md': 'lsp/vscode/README.md',
  'icon.png': 'lsp/vscode/icon.png',
  'LICENSE.txt': 'LICENSE',
  'dlp.tmLanguage.json': 'grammar/dlp.tmLanguage.json',
  'language-configuration.json': 'grammar/language-configuration.json',
};

const FOLDERS: Readonly<Record<string, string>> = {
  diagnostics: 'docs/diagnostics',
  [`server/node_modules/${UNBUNDLED}`]: `node_modules/${UNBUNDLED}`,
  [`server/node_modules/${UNBUNDLED}/wasm`]: `node_modules/${UNBUNDLED}/wasm`,
};

const files = new Map(await bundlePrograms());
for (const [name, source] of Object.entries(COPIED)) files.set(name, await readFile(new URL(source, ROOT)));
for (const [name, source] of Object.entries(FOLDERS)) {
  for (const entry of await readdir(new URL(source, ROOT), { withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.d.ts')) continue;
    // A file without an ending has no media type in the archive.
    const packed = entry.name.includes('.') ? entry.name : `${entry.name}.txt`;
    files.set(`${name}/${packed}`, await readFile(new URL(`${source}/${entry.name}`, ROOT)));
  }
}

const manifest = JSON.parse(
  await readFile(new URL('lsp/vscode/package.json', ROOT), 'utf8'),
) as ExtensionManifest;
const target =
  process.argv[2] ??
  fileURLToPath(new URL(`build/${manifest.publisher}-${manifest.name}-${manifest.version}.vsix`, ROOT));
const archive = packVsix(manifest, files);
await mkdir(dirname(target), { recursive: true });
await writeFile(target, archive);
process.stdout.write(`${target}: ${files.size} files, ${(archive.length / 1024 / 1024).toFixed(1)} MiB\n`);
