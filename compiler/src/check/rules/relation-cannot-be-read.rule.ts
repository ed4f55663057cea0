/** DLP4010: an `allow`, `mask` or `reveal` on what the proxy refuses anyway: this version judges tables and views, materialized ones included. */
import { diagnostic } from '@dlpc/language';
import { relationText } from '../../bind/names.ts';
import {
  type BoundRelation,
  type ColumnTarget,
  isNamed,
  type Policy,
  type Source,
} from '../../bind/program.ts';
import { OPENING } from '../command-index.ts';
import { isReadableKind } from '../readable-kinds.ts';
import type { Rule } from '../rule.ts';

export const relationCannotBeRead: Rule = ({ checked, report }) => {
  for (const policy of checked.program.policies)
    for (const { source, relation, node } of refusedIn(policy)) {
      const params = { relation: relationText(source, relation), kind: relation.kind };
      report(diagnostic('relation-cannot-be-read', node.span, params));
    }
};

type Refused = Pick<BoundRelation | ColumnTarget, 'relation' | 'node'> & { readonly source: Source };

/** A matter of one policy: most stay what they are through many checks. */
const refusedOf = new WeakMap<Policy, readonly Refused[]>();

function refusedIn(policy: Policy): readonly Refused[] {
  const known = refusedOf.get(policy);
  if (known !== undefined) return known;
  const refused = policy.blocks.flatMap(({ source, commands, treatments }) => {
    const allowed = commands
      .filter(({ effect }) => OPENING.includes(effect))
      .flatMap(({ relations }) => relations.filter(isNamed));
    const treated = treatments.flatMap(({ targets }) => targets.filter((target) => target.kind === 'column'));
    return [...allowed, ...treated]
      .filter(({ relation }) => !isReadableKind(relation.kind))
      .map(({ relation, node }) => ({ source, relation, node }));
  });
  refusedOf.set(policy, refused);
  return refused;
}
