/**
 * DLP2380: a policy that lets a table be read, and masks a column by which its rows are put into partitions. They come partition by partition, so
 * that their order, and which of two errors comes first, can tell something of the value (docs/data-path.md, Known limits).
 */
import { diagnostic, type Span } from '@dlpc/language';
import { ancestorsOf } from '../../bind/inheritance.ts';
import { relationText } from '../../bind/names.ts';
import type { Policy } from '../../bind/program.ts';
import type { Relation } from '../../schema/model.ts';
import { OPENING } from '../command-index.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { SettledColumn } from '../treatments/settled.ts';

export const partitionedByMasked: Rule = (context) => {
  for (const { source, columns } of context.checked.settled.values()) {
    const keys = Map.groupBy(
      columns.filter(({ relation, column }) => relation.partitionKey?.includes(column.name)),
      ({ relation }) => relation,
    );
    for (const [relation, columnsOfKey] of keys)
      for (const { policy, node } of readersOf(context, [relation, ...ancestorsOf(source, relation)])) {
        const masked = columnsOfKey.filter((column) => isMasked(column, policy));
        if (masked.length === 0) continue;
        context.report(
          diagnostic('partitioned-by-masked', node.span, {
            relation: relationText(source, relation),
            columns: masked.map(({ column }) => column.name),
            policy: policy.name,
          }),
        );
      }
  }
};

/** The first place of each policy that lets one of the relations be read. */
function readersOf({ commands }: RuleContext, relations: readonly Relation[]) {
  const found = new Map<Policy, { readonly policy: Policy; readonly node: { readonly span: Span } }>();
  for (const relation of relations)
    for (const effect of OPENING)
      for (const { policy, relation: place } of commands.of(relation, 'select', effect))
        if (!found.has(policy)) found.set(policy, { policy, node: place.node });
  return found.values();
}

/** Whether the policy shows something of the column's labels masked: what it does not speak of is. */
function isMasked({ labels }: SettledColumn, policy: Policy): boolean {
  return labels.some(({ says }) => {
    const say = says.find((other) => other.policy === policy);
    return say?.statement.node.kind !== 'RevealStatement';
  });
}
