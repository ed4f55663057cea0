/**
 * DLP3042: a stored column of which the schema does not tell what it was computed from. It carries the labels of all that its
 * definition reads, which may be too many, and where that calls a function, too few.
 */
import { diagnostic } from '@dlpc/language';
import { sourceColumnText } from '../../bind/names.ts';
import { unknownSources } from '../../lineage/behind-views.ts';
import type { Column, Relation, Schema } from '../../schema/model.ts';
import { isStoringKind } from '../readable-kinds.ts';
import type { Rule } from '../rule.ts';

export const lineageUnknown: Rule = ({ checked, commands, report }) => {
  for (const [source, { carried }] of checked.settled)
    for (const { relation, column, reason } of source.schema === null ? [] : unknownIn(source.schema)) {
      // What nobody reads needs no label.
      if (!commands.isAllowedAtOnce(relation)) continue;
      report(
        diagnostic('lineage-unknown', source.declaration.name.span, {
          column: sourceColumnText(source, relation, column.name),
          reason,
          labels: carried.of(relation, column.name).map(({ label }) => label.path),
        }),
      );
    }
};

interface Unknown {
  readonly relation: Relation;
  readonly column: Column;
  readonly reason: string;
}

/** A matter of the schema, however often policies on it are checked. */
const unknownOf = new WeakMap<Schema, readonly Unknown[]>();

function unknownIn(schema: Schema): readonly Unknown[] {
  const known = unknownOf.get(schema);
  if (known !== undefined) return known;
  const unknown: Unknown[] = [];
  // Views are masked where they read.
  for (const relation of schema.relations.values())
    for (const column of isStoringKind(relation.kind) ? relation.columns : []) {
      const reason = unknownSources(schema, column);
      if (reason !== null) unknown.push({ relation, column, reason });
    }
  unknownOf.set(schema, unknown);
  return unknown;
}
