/** A request as a policy's tests write one. */
import { nameText } from '../../bind/name-text.ts';
import type { Witness } from './witness.ts';

/** More members of a set than this are counted, not listed. */
const MOST_MEMBERS = 8;

/** `{ kind: human, sub: "ada", groups: ["etl"], claims: { level: 2 }, task: { name: "x" } } at 2026-11-22T02:00:00Z` */
export function callerText({ caller, task, hint, now, isTimed }: Witness): string {
  const { kind, sub, groups, claims, actor } = caller;
  const parts = [`kind: ${kind}`, `sub: ${JSON.stringify(sub)}`, `groups: ${setText(groups)}`];
  const claimParts = [...claims.strings, ...claims.ints, ...claims.bools].map(
    ([name, value]) => `${nameText(name)}: ${JSON.stringify(value)}`,
  );
  for (const [name, members] of claims.sets) claimParts.push(`${nameText(name)}: ${setText(members)}`);
  if (claimParts.length > 0) parts.push(`claims: { ${claimParts.sort().join(', ')} }`);
  if (actor !== null) {
    const actorGroups = actor.groups.size === 0 ? '' : `, groups: ${setText(actor.groups)}`;
    parts.push(`actor: { sub: ${JSON.stringify(actor.sub)}${actorGroups} }`);
  }
  const taskParts = Object.entries({ name: task.name, id: task.id, parent: task.parent }).flatMap(
    ([name, value]) => (value === '' ? [] : [`${name}: ${JSON.stringify(value)}`]),
  );
  if (taskParts.length > 0) parts.push(`task: { ${taskParts.join(', ')} }`);
  if (hint.applicationName !== '')
    parts.push(`hint: { application_name: ${JSON.stringify(hint.applicationName)} }`);
  const at = isTimed ? ` at ${new Date(now).toISOString().replace('.000', '')}` : '';
  return `{ ${parts.join(', ')} }${at}`;
}

function setText(members: ReadonlySet<string>): string {
  const names = [...members].sort();
  const shown = names.slice(0, MOST_MEMBERS).map((name) => JSON.stringify(name));
  if (names.length > MOST_MEMBERS) shown.push(`… ${names.length - MOST_MEMBERS} more`);
  return `[${shown.join(', ')}]`;
}
