/** Columns that lose a label. */
import type { ClassifyDeclaration, NameSet, Span } from '@dlpc/language';
import type { Mutation } from './mutation.ts';

type Target = ClassifyDeclaration['targets'][number];

/** Without each of the columns in turn, one of several in braces among them. */
export function classificationMutations(node: ClassifyDeclaration, text: string): readonly Mutation[] {
  return node.targets.flatMap((target) => {
    const set =
      target.kind === 'ColumnPattern' ? target.steps.find((step) => step.kind === 'NameSet') : undefined;
    return set === undefined ? [withoutTarget(node, target, text)] : withoutMembers(set, text);
  });
}

function withoutTarget({ span, targets }: ClassifyDeclaration, target: Target, text: string): Mutation {
  const what = `\`${slice(target.span, text)}\` is not classified`;
  const notice = `expects \`mask\` of \`${slice(target.span, text)}\``;
  if (targets.length === 1) return { span, text: '', what, notice };
  const rest = targets.filter((other) => other !== target).map((other) => slice(other.span, text));
  return { span: between(targets), text: rest.join(', '), what, notice };
}

function withoutMembers({ span, members }: NameSet, text: string): readonly Mutation[] {
  return members.map((member) => {
    const rest = members.filter((other) => other !== member).map((other) => slice(other.span, text));
    const what = `\`${slice(member.span, text)}\` is not classified`;
    const notice = `expects \`mask\` of \`${slice(member.span, text)}\``;
    return { span, text: rest.length === 1 ? (rest[0] ?? '') : `{${rest.join(', ')}}`, what, notice };
  });
}

function between(items: readonly { readonly span: Span }[]): Span {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a list without items');
  return { ...first.span, end: last.span.end };
}

function slice({ start, end }: Span, text: string): string {
  return text.slice(start, end);
}
