/** `npm run build:console`: the console's page, into runtime/dist/console, from where the admin listener serves it. */
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const PAGE = new URL('../page/', import.meta.url);
const TARGET = new URL('../../dist/console/', import.meta.url);

const built = await rolldown({ input: fileURLToPath(new URL('main.tsx', PAGE)), platform: 'browser' });
const { output } = await built.generate({ format: 'esm', minify: true, entryFileNames: 'page.js' });
await built.close();

await rm(TARGET, { recursive: true, force: true });
await mkdir(TARGET, { recursive: true });
for (const file of output)
  await writeFile(new URL(file.fileName, TARGET), file.type === 'chunk' ? file.code : file.source);
for (const name of ['index.html', 'page.css']) await copyFile(new URL(name, PAGE), new URL(name, TARGET));
process.stdout.write(`${fileURLToPath(TARGET)}\n`);
