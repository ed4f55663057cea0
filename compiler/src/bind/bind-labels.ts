/** `label` declarations to one tree, by path. */
import { diagnostic, type LabelDeclaration, type LabelNode } from '@dlpc/language';
import { declareOnce, firstDeclaredAt } from './declare.ts';
import { pathText } from './names.ts';
import type { Label } from './program.ts';
import type { Report } from './report.ts';

/** Binds all labels, by path. A second declaration of a label is reported; its children are taken none the less. */
export function bindLabels(
  declarations: readonly LabelDeclaration[],
  report: Report,
): ReadonlyMap<string, Label> {
  const labels = new Map<string, Label>();
  // With a list of what is left instead of recursion: a tree may be deep.
  const left: { readonly node: LabelNode; readonly parent: Label | null; readonly above: string[] }[] = [];
  for (const { label } of declarations.toReversed()) left.push({ node: label, parent: null, above: [] });
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, parent, above } = next;
    const names = [...above, node.name.text];
    const path = pathText(names);
    declareOnce(labels, path, { path, node, parent }, (first) =>
      report(
        diagnostic('duplicate-label', node.name.span, { label: path }, firstDeclaredAt(first.node.name)),
      ),
    );
    const label = labels.get(path) ?? null;
    for (const child of node.children.toReversed()) left.push({ node: child, parent: label, above: names });
  }
  return labels;
}
