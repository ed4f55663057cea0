/** Writes the page of the playground with its project into a folder, for a web server or the console of a proxy. */
import { readdir, readFile } from 'node:fs/promises';
import { PLAYGROUND_PROJECT, playgroundMediaType } from '@dlpc/runtime/admin/playground-files';
import type { Host } from '../../host/host.ts';
import type { PlaygroundProject } from './playground-project.ts';

/** More files than any page has. */
const MOST_FILES = 1000;

/** Null where it was written; else why not: a sentence. What an earlier page left in the folder is taken away; a folder with anything else is let be. */
export async function writePlayground(
  host: Host,
  assets: URL,
  project: PlaygroundProject,
  folder: string,
): Promise<string | null> {
  const before = (await host.kindOf(folder)) === 'none' ? [] : await host.listExactly(folder, MOST_FILES);
  const isOwn = ({ name, kind }: (typeof before)[number]): boolean =>
    kind === 'file' && (name === PLAYGROUND_PROJECT || playgroundMediaType(name) !== null);
  const foreign = before.find((entry) => !isOwn(entry));
  if (foreign !== undefined)
    return `\`${folder}\` holds \`${foreign.name}\`, which is none of the page's files: name a folder for the page alone`;
  await host.makeDirectory(folder);
  for (const { name } of before) await host.remove(`${folder}/${name}`);
  for (const name of await readdir(assets))
    if (playgroundMediaType(name) !== null)
      await host.writeFile(`${folder}/${name}`, await readFile(new URL(name, assets)));
  await host.writeFile(`${folder}/${PLAYGROUND_PROJECT}`, JSON.stringify(project));
  return null;
}
