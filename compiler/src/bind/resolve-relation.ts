/** A relation reference to the relation of a source. */
import { diagnostic, type RelationReference } from '@dlpc/language';
import { relationKey } from '@dlpc/runtime/abi';
import type { Relation } from '../schema/model.ts';
import { pathText, relationText } from './names.ts';
import type { Source } from './program.ts';
import type { Report } from './report.ts';
import { suggestText } from './suggest.ts';

/** What a reference can lead to. */
export type RelationLookup =
  | { readonly kind: 'found'; readonly relation: Relation }
  | { readonly kind: 'ambiguous'; readonly schemas: readonly string[] }
  | { readonly kind: 'none' };

/** Without a schema: the one relation of that name, else the one in `public`. */
export function lookUpRelation(source: Source, schema: string | null, name: string): RelationLookup {
  if (schema !== null) {
    const relation = source.schema?.relations.get(relationKey(schema, name));
    return relation === undefined ? { kind: 'none' } : { kind: 'found', relation };
  }
  const sameName = source.byName.get(name) ?? [];
  const only = sameName.length === 1 ? sameName[0] : sameName.find((r) => r.schema === 'public');
  if (only !== undefined) return { kind: 'found', relation: only };
  if (sameName.length === 0) return { kind: 'none' };
  return { kind: 'ambiguous', schemas: sameName.map((relation) => relation.schema) };
}

/**
 * The relation that `reference` names; reports where there is none, and is silent where the schema is unknown or where
 * wildcards are used, which are reported as a whole.
 */
export function resolveRelation(
  source: Source,
  reference: RelationReference,
  report: Report,
): Relation | null {
  if (source.schema === null || reference.name.kind !== 'Name') return null;
  if (reference.schema !== null && reference.schema.kind !== 'Name') return null;
  const names = [reference.schema, reference.name].filter((name) => name !== null);
  const name = pathText(names.map((part) => part.text));
  const found = lookUpRelation(source, reference.schema?.text ?? null, reference.name.text);
  if (found.kind === 'found') return found.relation;
  if (found.kind === 'ambiguous') {
    report(diagnostic('ambiguous-relation', reference.span, { name, schemas: found.schemas }));
    return null;
  }
  const { nearest, extras } = suggestText(name, relationNames(source), reference.span, report);
  report(diagnostic('unknown-relation', reference.span, { source: source.name, name, nearest }, extras));
  return null;
}

/** Every relation of a source by the shortest name that means it. */
export function* relationNames(source: Source): Iterable<string> {
  for (const relation of source.schema?.relations.values() ?? []) yield relationText(source, relation);
}
