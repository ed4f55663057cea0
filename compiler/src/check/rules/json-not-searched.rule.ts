/**
 * DLP4047: documents of JSON that carry no label, beside a detector that looks everywhere: it looks at texts, and not into JSON. Whoever
 * wrote `values matching` without `in` may well think that it does.
 */
import { diagnostic } from '@dlpc/language';
import { sourceColumnText } from '../../bind/names.ts';
import { holdsRows } from '../../bind/stored.ts';
import type { Rule } from '../rule.ts';
import { some } from './some.ts';

export const jsonNotSearched: Rule = ({ checked, report }) => {
  const { program } = checked;
  if (program.gaps.syntax || program.gaps.classifications || program.everywhere.length === 0) return;
  for (const source of program.sources.values()) {
    const settled = checked.settled.get(source);
    if (settled === undefined) continue;
    // Who labels a path into a document has looked at it.
    const parts = new Set(settled.parts.map(({ column }) => column));
    const documents = [...(source.schema?.relations.values() ?? [])].filter(holdsRows).flatMap((relation) =>
      relation.columns
        .filter(({ type }) => /^jsonb?(?:\[\])*$/.test(type.base))
        .filter((column) => !parts.has(column) && settled.carried.of(relation, column.name).length === 0)
        .map((column) => sourceColumnText(source, relation, column.name)),
    );
    if (documents.length === 0) continue;
    const { named, more } = some(documents);
    for (const { detector, span } of program.everywhere)
      report(diagnostic('json-not-searched', span, { detector: detector.name, columns: named, more }));
  }
};
