/** `npm run build:console`: the console's page, into runtime/dist/console, from where the admin listener serves it. */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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
await copyFile(new URL('index.html', PAGE), new URL('index.html', TARGET));
const styles = ['tokens.css', 'page.css'].map((name) => readFile(new URL(name, PAGE), 'utf8'));
await writeFile(new URL('page.css', TARGET), (await Promise.all(styles)).join('\n'));
process.stdout.write(`${fileURLToPath(TARGET)}\n`);
