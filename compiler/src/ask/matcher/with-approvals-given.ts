/** A matcher in which whatever somebody may approve has been approved: what then goes through needed nothing else. */
import type { CommandRule, Matcher, RelationEntry } from '@dlpc/runtime/abi';

export function withApprovalsGiven(matcher: Matcher): Matcher {
  const relations = [...matcher.relations].map(([key, relation]) => [key, approved(relation)] as const);
  return { ...matcher, relations: new Map(relations) };
}

function approved(relation: RelationEntry): RelationEntry {
  const commands = Object.entries(relation.commands).map(
    ([action, rules]) => [action, rules.map(given)] as const,
  );
  return { ...relation, commands: Object.fromEntries(commands) };
}

function given(rule: CommandRule): CommandRule {
  return rule.effect === 'approve' ? { ...rule, effect: 'allow', approval: null } : rule;
}
