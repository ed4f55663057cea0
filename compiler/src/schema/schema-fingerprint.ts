/** Names a schema by its content. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@dlpc/runtime/abi';
import type { Relation, Schema } from './model.ts';

/** SHA-256 over the canonical form of a schema; the order of its relations does not count, that of columns does. */
export function schemaFingerprint(schema: Schema): string {
  const relations = Object.fromEntries(
    [...schema.relations].map(([key, relation]) => [key, canonicalRelation(relation)]),
  );
  return createHash('sha256').update(canonicalJson(relations)).digest('hex');
}

function canonicalRelation(relation: Relation) {
  return {
    kind: relation.kind,
    parents: relation.parents,
    columns: relation.columns.map(({ name, type, notNull }) => ({
      name,
      notNull,
      type: type.text,
      base: type.base,
      enumValues: type.enumValues,
    })),
  };
}
