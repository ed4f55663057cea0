/** Statements that keep somebody from something, dropped or narrowed. */
import type {
  Access,
  ApproveStatement,
  DenyStatement,
  FilterStatement,
  IntegerLiteral,
  LimitStatement,
  Span,
} from '@dlpc/language';
import type { Mutation } from './mutation.ts';

/** The denial as a whole, and each action and relation of one that names several. */
export function denialMutations(node: DenyStatement, text: string): readonly Mutation[] {
  return [dropped(node.span, 'the denial is dropped'), ...narrowed(node.access, text)];
}

/** Nobody approves, one person is enough where several must, and one more group may. */
export function approvalMutations(
  { span, access, count, groups }: ApproveStatement,
  text: string,
): readonly Mutation[] {
  const written = groups.map((group) => slice(group.span, text)).join(', ');
  const notice = `expects \`approve by ${written}\``;
  const last = groups.at(-1);
  const others = groups.map(({ value }) => value);
  const added = ['anybody', 'anybody else'].find((name) => !others.includes(name)) ?? 'whoever';
  return [
    { span, text: `allow ${slice(access.span, text)}`, what: 'nobody has to approve it', notice },
    ...(count === null || count.value < 2 ? [] : [byOne(count, written)]),
    ...(last === undefined
      ? []
      : [
          {
            span: last.span,
            text: `${slice(last.span, text)}, ${JSON.stringify(added)}`,
            what: 'another group may approve it as well',
            notice,
          },
        ]),
  ];
}

function byOne({ span, value }: IntegerLiteral, groups: string): Mutation {
  const notice = `says how many: \`=> approve by ${value} of ${groups}\``;
  return { span, text: '1', what: 'one person is enough to approve it', notice };
}

/** No budget at all, and ten times as much. */
export function limitMutations({ span, amount, unit, per }: LimitStatement): readonly Mutation[] {
  const notice = `says which budgets there are: \`=> allow and limit ${amount.value} ${unit.text} per ${per.text}\``;
  const more = Math.min(amount.value * 10, Number.MAX_SAFE_INTEGER);
  return [
    { span, text: '', what: 'the limit is dropped', notice },
    { span: amount.span, text: String(more), what: 'the limit is ten times as high', notice },
  ];
}

export function filterMutations({ span, relations }: FilterStatement, text: string): readonly Mutation[] {
  const named = relations.map((relation) => slice(relation.span, text)).join(', ');
  const notice = `says which rows are kept back: \`=> allow and filter ${named}\``;
  return [{ span, text: '', what: 'the filter is dropped', notice }];
}

function narrowed(access: Access, text: string): readonly Mutation[] {
  switch (access.kind) {
    case 'SqlAccess':
      return [...withoutEach(access.actions, text), ...withoutEach(access.relations, text)];
    case 'HttpAccess':
      return [...withoutEach(access.methods, text), ...withoutEach(access.paths, text)];
    case 'OperationAccess':
      return withoutEach(access.operations, text);
  }
}

/** The list without each of its items in turn; what has one item alone is the statement itself. */
function withoutEach(items: readonly { readonly span: Span }[], text: string): readonly Mutation[] {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined || items.length < 2) return [];
  const span = { ...first.span, end: last.span.end };
  return items.map((item) => {
    const notice = `expects \`deny\` of ${slice(item.span, text)}`;
    const kept = items.filter((other) => other !== item).map((other) => slice(other.span, text));
    return { span, text: kept.join(', '), what: `\`${slice(item.span, text)}\` is no longer denied`, notice };
  });
}

function dropped(span: Span, what: string): Mutation {
  return { span, text: '', what, notice: 'expects `deny` of what this denies' };
}

function slice({ start, end }: Span, text: string): string {
  return text.slice(start, end);
}
