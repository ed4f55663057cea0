/** DLP4011: columns whose names tell of sensitive values, and which carry no label. */
import { diagnostic } from '@dlpc/language';
import { sourceColumnText } from '../../bind/names.ts';
import { tellingKind } from '../../detectors/telling-name.ts';
import { isTableKind } from '../readable-kinds.ts';
import type { Rule } from '../rule.ts';
import { some } from './some.ts';

export const looksSensitive: Rule = ({ checked, report }) => {
  const { program } = checked;
  if (program.gaps.syntax || program.gaps.classifications) return;
  for (const [source, { columns }] of checked.settled) {
    // Who labels a part of a column has looked at it; what looks everywhere has not.
    const parts = program.parts.filter((part) => part.source === source);
    const labelled = new Set(
      [...columns, ...parts].map(({ relation, column }) => sourceColumnText(source, relation, column.name)),
    );
    const suspects: string[] = [];
    for (const relation of source.schema?.relations.values() ?? [])
      for (const column of isTableKind(relation.kind) ? relation.columns : [])
        if (tellingKind(column.name, column.type.family) !== null)
          suspects.push(sourceColumnText(source, relation, column.name));
    const { named, more } = some(suspects.filter((name) => !labelled.has(name)));
    if (named.length === 0) continue;
    report(diagnostic('looks-sensitive', source.declaration.name.span, { columns: named, more }));
  }
};
