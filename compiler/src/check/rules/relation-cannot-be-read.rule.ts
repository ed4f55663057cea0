/** DLP4010: an `allow`, `mask` or `reveal` on what the proxy refuses anyway: this version judges tables and views. */
import { diagnostic } from '@dlpc/language';
import { relationText } from '../../bind/names.ts';
import { isNamed } from '../../bind/program.ts';
import { OPENING } from '../command-index.ts';
import { isReadableKind } from '../readable-kinds.ts';
import type { Rule } from '../rule.ts';

export const relationCannotBeRead: Rule = ({ checked, report }) => {
  for (const { blocks } of checked.program.policies)
    for (const { source, commands, treatments } of blocks) {
      const allowed = commands
        .filter(({ effect }) => OPENING.includes(effect))
        .flatMap(({ relations }) => relations.filter(isNamed));
      const treated = treatments.flatMap(({ targets }) =>
        targets.filter((target) => target.kind === 'column'),
      );
      for (const { relation, node } of [...allowed, ...treated])
        if (!isReadableKind(relation.kind))
          report(
            diagnostic('relation-cannot-be-read', node.span, {
              relation: relationText(source, relation),
              kind: relation.kind,
            }),
          );
    }
};
