/**
 * Whose agreement a statement needs: that of every `approve` which decides about one of its commands. A statement that is denied for
 * another reason is denied, whoever agrees.
 */
import { type Matcher, relationKey } from '../../abi.ts';
import type { NeededApproval } from '../../pgwire/gate.ts';
import type { RelationUse, StatementFacts } from '../facts/facts.ts';
import { type Command, decideCommand, type PolicySet, type RuledApproval, SELECT } from './decide.ts';

/** Each rule once, in the order of their numbers, in words for whoever asks and is asked. */
export function neededApprovals(
  statements: readonly StatementFacts[],
  matcher: Matcher,
  applicable: PolicySet,
): readonly NeededApproval[] {
  return ruledApprovals(statements, matcher, applicable).map(({ by, people, within, rule }) => ({
    by,
    people,
    within,
    rule: ruleText(matcher, rule),
  }));
}

/** The same by the numbers of the rules. */
export function ruledApprovals(
  statements: readonly StatementFacts[],
  matcher: Matcher,
  applicable: PolicySet,
): readonly RuledApproval[] {
  const found = new Map<number, RuledApproval>();
  const decide = ({ schema, name }: RelationUse, command: Command) => {
    const entry = matcher.relations.get(relationKey(schema, name));
    return entry === undefined ? null : decideCommand(entry, command, applicable);
  };
  const need = (use: RelationUse, command: Command) => {
    for (const approval of decide(use, command)?.approvals ?? []) found.set(approval.rule, approval);
  };
  for (const { reads, writes, locks } of statements) {
    for (const use of reads) need(use, SELECT);
    for (const write of writes) {
      for (const change of write.changes) need(write.target, change);
      if (write.readsTarget) need(write.target, SELECT);
    }
    for (const { use, needs, lacksWhere } of locks) {
      const commands = needs.map((action) => ({ action, lacksWhere }));
      // One of them is enough: the first that nobody denies, where none is allowed without asking.
      if (commands.some((command) => decide(use, command)?.effect === 'allow')) continue;
      const held = commands.find((command) => decide(use, command)?.effect === 'approve');
      if (held !== undefined) need(use, held);
    }
  }
  return [...found.values()].sort((a, b) => a.rule - b.rule);
}

/** `policy nightly, crm.dlp:12: approve delete on orders by "dba" within 15m` */
function ruleText(matcher: Matcher, index: number): string {
  const { policy = -1, file = '', line = 0, text = '' } = matcher.rules[index] ?? {};
  return `policy ${matcher.policies[policy]?.name ?? ''}, ${file}:${line}: ${text}`;
}
