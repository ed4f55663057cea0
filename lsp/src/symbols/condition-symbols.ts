/** Names in conditions: groups, claims and what the language lets conditions read. */
import type { Program } from '@dlpc/compiler';
import type { Expression, MemberExpression, NameExpression } from '@dlpc/language';
import type { PolicySymbol } from './policy-symbol.ts';

/** What stands before the dots, as written: `caller`, `caller.claims`; null for what is no path. */
function pathOf(expression: Expression): string | null {
  if (expression.kind === 'NameExpression') return expression.name.text;
  if (expression.kind !== 'MemberExpression') return null;
  const object = pathOf(expression.object);
  return object === null ? null : `${object}.${expression.member.text}`;
}

const ROOTS: readonly string[] = ['caller', 'task', 'hint', 'now'];

export function nameSymbol(program: Program, { name }: NameExpression): PolicySymbol | null {
  if (ROOTS.includes(name.text)) return { kind: 'field', path: name.text };
  const isGroup = program.groups.has(name.text) || program.cyclicGroups.has(name.text);
  return isGroup ? { kind: 'group', name: name.text } : null;
}

export function memberSymbol(program: Program, node: MemberExpression): PolicySymbol | null {
  const path = pathOf(node);
  const claim = path?.startsWith('caller.claims.') ? node.member.text : null;
  if (claim !== null) return program.identity?.claims.has(claim) ? { kind: 'claim', name: claim } : null;
  return path !== null && ROOTS.some((root) => path.startsWith(`${root}.`)) ? { kind: 'field', path } : null;
}
