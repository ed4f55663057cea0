/** Names of compiled relations and columns, as a policy writes them. */
import type { RelationEntry } from '@dlpc/runtime/abi';
import { nameText } from '../bind/name-text.ts';
import { pathText } from '../bind/names.ts';

/** `customers`, `sales.leads`; without the schema where it is `public`. */
export function entryText({ schema, name }: Pick<RelationEntry, 'schema' | 'name'>): string {
  return pathText(schema === 'public' ? [name] : [schema, name]);
}

/** `customers.profile.$.contact.email` */
export function columnEntryText(
  relation: Pick<RelationEntry, 'schema' | 'name'>,
  column: string,
  part: string | null = null,
): string {
  const name = `${entryText(relation)}.${nameText(column)}`;
  if (part === null) return name;
  return part.startsWith('$') ? `${name}.${part}` : `${name} (${part})`;
}
