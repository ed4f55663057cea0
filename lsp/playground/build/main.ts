/** `npm run build:playground`: the page, and the language server for its worker, into lsp/dist/playground. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundlePlayground } from './bundle.ts';

const TARGET = new URL('../../dist/playground/', import.meta.url);

await rm(TARGET, { recursive: true, force: true });
await mkdir(TARGET, { recursive: true });
for (const [name, content] of await bundlePlayground()) await writeFile(new URL(name, TARGET), content);
process.stdout.write(`${fileURLToPath(TARGET)}\n`);
