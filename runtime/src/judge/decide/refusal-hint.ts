/** What to do about a command that the policy does not allow on a relation. */
import type { Matcher, RelationEntry } from '../../abi.ts';
import { type Command, decideCommand, type PolicySet } from './decide.ts';
import { displayName } from './relation-view.ts';

const MAY: Readonly<Record<Command['action'], string>> = {
  select: 'select from',
  insert: 'insert into',
  update: 'update',
  delete: 'delete from',
};

/** What would make of it a statement that is allowed, or else where it is, at most five names; null where it is nowhere. */
export function refusalHint(
  refused: RelationEntry,
  { action, lacksWhere }: Command,
  matcher: Matcher,
  applicable: PolicySet,
): string | null {
  const isAllowed = (entry: RelationEntry) =>
    decideCommand(entry, { action, lacksWhere: false }, applicable).effect !== 'deny';
  if (lacksWhere && isAllowed(refused)) return 'Write a condition that chooses among rows by a column.';
  const open: string[] = [];
  for (const entry of matcher.relations.values()) {
    if (isAllowed(entry)) open.push(displayName(entry));
    if (open.length > 5) break;
  }
  if (open.length === 0) return null;
  return `You may ${MAY[action]} ${open.slice(0, 5).join(', ')}${open.length > 5 ? ', …' : ''}.`;
}
