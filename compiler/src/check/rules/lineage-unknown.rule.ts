/**
 * DLP3042: a stored column of which the schema does not tell what it was computed from. It carries the labels of all that its
 * definition reads, which may be too many, and where that calls a function, too few.
 */
import { diagnostic } from '@dlpc/language';
import { sourceColumnText } from '../../bind/names.ts';
import { unknownSources } from '../../lineage/behind-views.ts';
import { isTableKind } from '../readable-kinds.ts';
import type { Rule } from '../rule.ts';

export const lineageUnknown: Rule = ({ checked, report }) => {
  const allowed = new Set(
    checked.program.policies
      .flatMap(({ blocks }) =>
        blocks.flatMap(({ commands }) =>
          commands.filter(({ effect }) => effect === 'allow').flatMap(({ relations }) => relations),
        ),
      )
      .map(({ relation }) => relation),
  );
  for (const [source, { carried }] of checked.settled)
    for (const relation of source.schema?.relations.values() ?? []) {
      // Views are masked where they read, and what nobody reads needs no label.
      if (!isTableKind(relation.kind) || !allowed.has(relation)) continue;
      for (const column of relation.columns) {
        const reason = source.schema === null ? null : unknownSources(source.schema, column);
        if (reason === null) continue;
        report(
          diagnostic('lineage-unknown', source.declaration.name.span, {
            column: sourceColumnText(source, relation, column.name),
            reason,
            labels: carried.of(relation, column.name).map(({ label }) => label.path),
          }),
        );
      }
    }
};
