/** A relation reference, which may have wildcards, to the relations of a source. */
import { diagnostic, type RelationReference } from '@dlpc/language';
import type { Relation } from '../schema/model.ts';
import { nameText } from './name-text.ts';
import type { Source } from './program.ts';
import type { Report } from './report.ts';
import { resolveRelation } from './resolve-relation.ts';
import { hasWildcard, matchesWildcard } from './wildcard.ts';

/**
 * The relations that `reference` means, of those that `counts` lets a wildcard find. A pattern without a schema looks into all of
 * them. Null where there is none, which is reported unless the schema is unknown.
 */
export function resolveRelations(
  source: Source,
  reference: RelationReference,
  report: Report,
  counts: (relation: Relation) => boolean = () => true,
): readonly Relation[] | null {
  if (!hasWildcard(reference)) {
    const relation = resolveRelation(source, reference, report);
    return relation === null ? null : [relation];
  }
  if (source.schema === null) return null;
  const { schema, name } = reference;
  const found = [...source.schema.relations.values()].filter(
    (relation) =>
      (schema === null || means(schema, relation.schema)) && means(name, relation.name) && counts(relation),
  );
  if (found.length > 0) return found;
  const pattern = relationPatternText(reference);
  report(diagnostic('pattern-without-relation', reference.span, { source: source.name, pattern }));
  return null;
}

/** A reference as a policy writes it. */
export function relationPatternText({ schema, name }: RelationReference): string {
  return [schema, name].flatMap((part) => (part === null ? [] : [partText(part)])).join('.');
}

function means(part: RelationReference['name'], name: string): boolean {
  return part.kind === 'NamePattern' ? matchesWildcard(part.text, name) : part.text === name;
}

function partText(part: RelationReference['name']): string {
  return part.kind === 'NamePattern' ? part.text : nameText(part.text);
}
