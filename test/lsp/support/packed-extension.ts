/** The extension for Visual Studio Code, packed by its own program and laid out on the disk as an editor would. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const PACKAGE = fileURLToPath(new URL('../../../lsp/vscode/package/main.ts', import.meta.url));

export interface PackedExtension {
  readonly archive: Uint8Array;
  /** Everything in the archive, by name. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Where a file of the extension is now. */
  path(name: string): string;
  remove(): Promise<void>;
}

export async function packExtension(): Promise<PackedExtension> {
  const folder = await mkdtemp(join(tmpdir(), 'dlp-vsix-'));
  const target = join(folder, 'dlp.vsix');
  await promisify(execFile)(process.execPath, [PACKAGE, target]);
  const archive = await readFile(target);
  const files = unzipSync(archive);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return {
    archive,
    files,
    path: (name) => join(folder, 'extension', name),
    remove: () => rm(folder, { recursive: true }),
  };
}
