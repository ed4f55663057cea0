/** The catalog of a database that policies declare, from the schema that the declaration names. */
import type { DatabaseDeclaration } from '@dlpc/language';
import type { Catalog } from '@dlpc/runtime/catalog/catalog';
import type { Token } from '@dlpc/runtime/judge/parse/sql-parser';
import type { Host } from '../../host/host.ts';
import { resolveBeside } from '../../host/paths.ts';
import { readMigrations } from '../../read-migrations.ts';
import { catalogOf } from './catalog-of.ts';
import { readSurroundings, type SchemaTexts } from './read-surroundings.ts';

const MAX_BYTES = 64 * 1024 * 1024;

/** Half a sentence where the schema cannot be read, which was reported when the policies were checked. */
export async function loadCatalog(
  host: Host,
  { from }: DatabaseDeclaration,
  scan: (text: string) => readonly Token[] | null,
): Promise<Catalog | string> {
  const texts = await schemaTexts(host, resolveBeside(from.span.file, from.value));
  return typeof texts === 'string' ? texts : catalogOf(await readSurroundings(texts, scan));
}

async function schemaTexts(host: Host, path: string): Promise<SchemaTexts | string> {
  const read = await host.readText(path, MAX_BYTES);
  if (read.ok) return { texts: [{ path, text: read.text }], areMigrations: false };
  if (read.failure.kind !== 'directory') return read.failure.reason;
  const migrations = await readMigrations(host, path);
  return migrations.ok ? { texts: migrations.texts, areMigrations: true } : migrations.reason;
}
