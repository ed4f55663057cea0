/** Columns that a statement could mean, by how people write statements: the key first, then what policies are about, and lists in the order of the table. */
import type { Column, Relation } from '@dlpc/compiler';
import type { Candidate } from '../candidate.ts';
import { columnCandidate } from '../names/columns.ts';
import type { CompletionRequest } from '../request.ts';
import { sqlIdentifier } from './identifier.ts';
import type { SqlWord } from './words.ts';

/** `words` are those of the statement before the place. */
export function rankedColumns(
  request: CompletionRequest,
  relations: readonly Relation[],
  words: readonly SqlWord[],
): readonly Candidate[] {
  const { labelled } = request;
  const used = new Set(words.filter(({ kind }) => kind !== 'mark').map(({ text }) => text));
  const last = words.at(-1)?.text ?? '';
  const latest = last === ',' ? words.at(-2)?.text : undefined;
  const isKeyDue = KEY_FOLLOWS.has(last);
  const tierOf = (relation: Relation, column: Column, index: number) => {
    if (used.has(column.name)) return 2;
    const before = relation.columns[index - 1];
    if (before !== undefined && before.name === latest && !looksLikeKey(before, index - 1)) return 0.6;
    if (isKeyDue && looksLikeKey(column, index)) return 0.8;
    if (last === 'on' && column.name.endsWith('_id')) return 0.7;
    return labelled.of(relation, column.name).length > 0 ? 1 : 1.5;
  };
  return relations.flatMap((relation) =>
    relation.columns.map((column, index) => ({
      ...columnCandidate(request, relation, column),
      text: sqlIdentifier(column.name),
      tier: tierOf(relation, column, index),
    })),
  );
}

/** Behind these people begin with the key: it leads lists, and rows are looked for by it. */
const KEY_FOLLOWS: ReadonlySet<string> = new Set(['select', 'where', 'on', 'by', 'returning']);

/** The model of a schema keeps no keys; by custom they come first and are called so. Only for the order. */
function looksLikeKey({ name, notNull }: Column, index: number): boolean {
  return index === 0 && notNull && /^(?:id|uuid|key)$/.test(name);
}
