/**
 * Schemas that were loaded, for as long as their files are what they were: reading a schema starts a parser, reading its file does
 * not. Files are compared by their text, folders by their names as well.
 */
import { type ApiCache, dirname, type Host, type SchemaCache } from '@dlpc/compiler';

/** More than the compiler reads of a schema is not compared. */
const MAX_BYTES = 64 * 1024 * 1024;

export class SchemaMemory {
  readonly databases: SchemaCache = new Map();
  readonly apis: ApiCache = new Map();
  /** Names in the folders of each schema of several files. */
  readonly #names = new Map<string, string>();

  /** Forgets each schema of which a file changed, came or went. */
  async forgetChanged(host: Host): Promise<void> {
    for (const [path, load] of this.databases) {
      const isSame = (await this.#hasSameTexts(host, load.texts)) && (await this.#hasSameNames(host, path));
      if (!isSame) {
        this.databases.delete(path);
        this.#names.delete(path);
      }
    }
    for (const [key, { texts, problems }] of this.apis) {
      const files = [...texts].map(([path, text]) => ({ path, text }));
      // One with problems may lack a file that is there by now.
      if (problems.length > 0 || !(await this.#hasSameTexts(host, files))) this.apis.delete(key);
    }
  }

  /** Notes which files there are beside those that were read. */
  async remember(host: Host): Promise<void> {
    for (const path of this.databases.keys())
      if (!this.#names.has(path)) this.#names.set(path, await namesOf(host, this.#foldersOf(path)));
  }

  async #hasSameTexts(host: Host, texts: readonly { path: string; text: string }[]): Promise<boolean> {
    for (const { path, text } of texts) {
      const read = await host.readText(path, MAX_BYTES);
      if (!read.ok || read.text !== text) return false;
    }
    return true;
  }

  async #hasSameNames(host: Host, path: string): Promise<boolean> {
    const known = this.#names.get(path);
    return known === undefined || known === (await namesOf(host, this.#foldersOf(path)));
  }

  /** None for a schema that is one file. */
  #foldersOf(path: string): readonly string[] {
    const texts = this.databases.get(path)?.texts ?? [];
    if (texts.length === 1 && texts[0]?.path === path) return [];
    return [...new Set([path, ...texts.map((text) => dirname(text.path))])].sort();
  }
}

async function namesOf(host: Host, folders: readonly string[]): Promise<string> {
  const names: string[] = [];
  for (const folder of folders) {
    if ((await host.kindOf(folder)) !== 'directory') continue;
    for (const { name, kind } of await host.list(folder)) names.push(JSON.stringify([folder, name, kind]));
  }
  return names.join('\n');
}
