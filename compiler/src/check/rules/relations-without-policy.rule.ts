/** DLP4009: tables on which no policy allows anything. */
import { diagnostic } from '@dlpc/language';
import { ancestorsOf } from '../../bind/inheritance.ts';
import { relationText } from '../../bind/names.ts';
import { isTableKind } from '../readable-kinds.ts';
import type { Rule } from '../rule.ts';
import { some } from './some.ts';

export const relationsWithoutPolicy: Rule = ({ checked, commands, report }) => {
  const { program } = checked;
  // What could not be bound may have been the missing `allow`.
  if (program.gaps.syntax || program.gaps.policies.size > 0) return;
  for (const source of program.sources.values()) {
    const without = [...(source.schema?.relations.values() ?? [])].filter(
      (relation) =>
        isTableKind(relation.kind) &&
        ![relation, ...ancestorsOf(source, relation)].some((reached) => commands.isAllowed(reached)),
    );
    if (without.length === 0) continue;
    const { named, more } = some(without.map((relation) => relationText(source, relation)));
    report(
      diagnostic('relations-without-policy', source.declaration.name.span, {
        source: source.name,
        relations: named,
        more,
      }),
    );
  }
};
