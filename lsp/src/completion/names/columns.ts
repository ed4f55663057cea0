/** Columns and relations as candidates: with type, labels, and where they come from. */
import { type Column, nameText, type Relation, relationText, type Source } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { Labelled } from '../labelled.ts';
import type { CompletionRequest } from '../request.ts';

/** A column by its name alone. */
export function columnCandidate(
  { labelled, commentOn }: Pick<CompletionRequest, 'labelled' | 'commentOn'>,
  relation: Relation,
  column: Column,
): Candidate {
  const labels = labelled.of(relation, column.name);
  return {
    name: column.name,
    kind: CompletionItemKind.Field,
    detail: [column.type.text, ...labels].join(' · '),
    documentation: () => columnDocumentation(relation, column, labels, commentOn(relation, column.name)),
    text: nameText(column.name),
  };
}

/** A relation by the shortest name that means it in a block on `source`. */
export function relationCandidate(labelled: Labelled, source: Source, relation: Relation): Candidate {
  const text = relationText(source, relation);
  return {
    name: text.replaceAll('"', ''),
    kind: relation.kind === 'view' ? CompletionItemKind.Interface : CompletionItemKind.Class,
    detail: `${relation.kind} of ${source.name}`,
    documentation: () => relationDocumentation(labelled, relation),
    text,
  };
}

/** Relations of a source, in the order of its schema. */
export function relationsOf(source: Source): readonly Relation[] {
  return [...(source.schema?.relations.values() ?? [])];
}

/** More columns than a reader of a list of proposals wants. */
const MOST_LISTED = 30;

function columnDocumentation(
  relation: Relation,
  column: Column,
  labels: readonly string[],
  comment: string | null,
): string {
  const facts = [
    column.type.text,
    column.notNull ? 'never NULL' : 'may be NULL',
    ...(column.derivation === null ? [] : ['computed']),
    labels.length === 0 ? 'no label' : `labelled ${labels.map((label) => `\`${label}\``).join(', ')}`,
  ];
  const told = `\`${relation.schema}.${relation.name}.${column.name}\`: ${facts.join(', ')}`;
  return comment === null ? told : `${told}\n\n${comment}`;
}

function relationDocumentation(labelled: Labelled, relation: Relation): string {
  const lines = relation.columns.map(({ name, type }) => {
    const labels = labelled.of(relation, name);
    return `- \`${name}\` ${type.text}${labels.length === 0 ? '' : ` (${labels.join(', ')})`}`;
  });
  const more = lines.length > MOST_LISTED ? [`- and ${lines.length - MOST_LISTED} more`] : [];
  return [
    `${relation.kind} \`${relation.schema}.${relation.name}\``,
    '',
    ...lines.slice(0, MOST_LISTED),
    ...more,
  ].join('\n');
}
