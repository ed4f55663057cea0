/** Inline group: puts the condition of a group wherever the group is named, and takes its declaration away. */
import { type GroupDeclaration, type Node, nodesAt, parsePolicyFile } from '@dlpc/language';
import type { FeatureContext } from '../features/feature-context.ts';
import { nameAtCursor, namesMeaning } from '../symbols/project-names.ts';
import { blockOf, lineStart, nextLine } from './blocks-of-text.ts';
import { isCurrent } from './is-current.ts';
import type { Refactoring, Selection, TextChange } from './refactoring.ts';

export function inlineGroup(context: FeatureContext, { start }: Selection): Refactoring | null {
  const found = nameAtCursor({ ...context, offset: start });
  if (found?.symbol.kind !== 'group' || !isCurrent(context)) return null;
  const group = context.result.checked.program.groups.get(found.symbol.name);
  if (group === undefined) return null;
  const { declaration } = group;
  const home = context.textOf(declaration.span.file);
  if (home === null) return null;
  const condition = home.text.slice(declaration.condition.span.start, declaration.condition.span.end);
  // A comment would take what follows it along.
  if (condition.includes('//')) return null;
  const uses = namesMeaning(context, found.symbol).filter(({ declares }) => !declares);
  if (uses.length === 0) return null;
  const edits: TextChange[] = [];
  for (const { span } of uses) {
    const path = pathTo(context, span);
    // Within another group that is inlined nowhere the name stands in a condition too.
    const parent = path.at(-2);
    if (parent === undefined) return null;
    edits.push({ span, newText: needsParentheses(parent, declaration) ? `(${condition})` : condition });
  }
  const comments =
    context.result.files.find(({ path }) => path === declaration.span.file)?.ast.comments ?? [];
  const block = blockOf(home.text, comments, declaration);
  const [from, to] = [lineStart(home.text, block.start), nextLine(home.text, block.end)];
  edits.push({ span: home.span(from, to), newText: '' });
  const places = uses.length === 1 ? 'its one place' : `its ${uses.length} places`;
  return { title: `Inline the group \`${group.name}\` in ${places}`, kind: 'refactor.inline', edits };
}

function pathTo(
  context: FeatureContext,
  span: { readonly file: string; readonly start: number },
): readonly Node[] {
  const checked = context.result.files.find(({ path }) => path === span.file);
  const ast = checked?.ast ?? parsePolicyFile(span.file, context.textOf(span.file)?.text ?? '').ast;
  const path = nodesAt(ast, span.start);
  const at = path.findIndex((node) => node.kind === 'NameExpression' && node.span.start <= span.start);
  return path.slice(0, at + 1);
}

/** Whether what stands for the name would otherwise be torn apart by what is around it. */
function needsParentheses(parent: Node, { condition }: GroupDeclaration): boolean {
  if (condition.kind !== 'BinaryExpression' && condition.kind !== 'NotExpression') return false;
  return parent.kind === 'BinaryExpression' || parent.kind === 'NotExpression';
}
