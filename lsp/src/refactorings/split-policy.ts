/** Split policy: one policy for each source that it speaks of, with the same callers and the same time. */
import { nodesAt, type PolicyDeclaration, type SourceBlock } from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';
import { blockOf, lineStart } from './blocks-of-text.ts';
import { freshName } from './fresh-name.ts';
import type { Refactoring, Selection } from './refactoring.ts';

export function splitPolicy(context: FeatureContext, { start }: Selection): Refactoring | null {
  const { ast, source, result } = context;
  const path = nodesAt(ast, start);
  const policy = path.find((node): node is PolicyDeclaration => node.kind === 'PolicyDeclaration');
  if (policy === undefined || path.some(({ kind }) => kind === 'SourceBlock')) return null;
  const blocks = policy.members.filter((member) => member.kind === 'SourceBlock');
  const bySource = Map.groupBy(blocks, (block: SourceBlock) => block.source.text);
  if (bySource.size < 2) return null;
  const { text } = source;
  const whole = blockOf(text, ast.comments, policy);
  const members = policy.members.map((member) => blockOf(text, ast.comments, member));
  const first = members[0];
  if (first === undefined) return null;
  // What stands between the members belongs to none of them, and would be lost.
  if (!onlySpaceBetween(text, members, text.lastIndexOf('}', policy.span.end - 1))) return null;
  const taken = new Set(result.checked.program.policies.map(({ name }) => name));
  const parts = [...bySource.keys()].map((name) => {
    const called = freshName(`${policy.name.text}_${name}`, taken);
    taken.add(called);
    const own = members.filter(({ node }) => node.kind !== 'SourceBlock' || node.source.text === name);
    const body = own.map((member) => `\n${text.slice(lineStart(text, member.start), member.end)}`).join('');
    const head = text.slice(whole.start, policy.name.span.start);
    const rest = text.slice(policy.name.span.end, first.start).trimEnd();
    return `${head}${called}${rest}${body}\n}`;
  });
  return {
    title: `Split into a policy for each of ${[...bySource.keys()].map((name) => `\`${name}\``).join(', ')}`,
    kind: 'refactor.rewrite',
    edits: [{ span: source.span(whole.start, policy.span.end), newText: parts.join('\n\n') }],
  };
}

function onlySpaceBetween(
  text: string,
  blocks: readonly { readonly start: number; readonly end: number }[],
  end: number,
): boolean {
  return blocks.every((block, index) => {
    const next = blocks[index + 1]?.start ?? end;
    return text.slice(block.end, next).trim() === '';
  });
}
