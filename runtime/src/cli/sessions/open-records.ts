/** The records that a command reads, and the index over them. */
import { existsSync, statSync } from 'node:fs';
import { openIndex } from '../../records/index/open-index.ts';
import type { RecordIndex } from '../../records/index/record-index.ts';
import type { RecordsFiles } from '../../records/journal/records-files.ts';
import { recordsFiles } from '../../records/journal/records-files.ts';

/** The files; a sentence where there are none. */
export function filesOf(directory: string): RecordsFiles | string {
  const isThere = existsSync(directory) && statSync(directory).isDirectory();
  return isThere ? recordsFiles(directory) : `\`${directory}\` is no directory of records`;
}

/** The index, up to date. */
export async function openUpdatedIndex(directory: string, files: RecordsFiles): Promise<RecordIndex> {
  const index = openIndex(directory);
  await index.update(files);
  return index;
}

/** The one session whose identifier begins so; a sentence where there is none, or are several. */
export function sessionOf(index: RecordIndex, beginning: string): string | { readonly id: string } {
  const found = /^[0-9a-f-]{1,36}$/.test(beginning)
    ? index.query('SELECT id FROM sessions WHERE id GLOB ? LIMIT 2', `${beginning}*`)
    : [];
  const [first, second] = found;
  if (first === undefined) return `no session on record begins with \`${beginning}\``;
  if (second !== undefined) return `several sessions begin with \`${beginning}\`: write more of it`;
  return { id: String(first.id) };
}
