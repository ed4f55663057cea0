/** `label` declarations to one tree, by path. */
import {
  type ApiDeclaration,
  type DatabaseDeclaration,
  diagnostic,
  type LabelDeclaration,
  type LabelNode,
} from '@dlpc/language';
import { type Memo, Query } from '../memo/memo.ts';
import { declareOnce, firstDeclaredAt } from './declare.ts';
import { pathText } from './names.ts';
import type { Label } from './program.ts';
import type { Report } from './report.ts';

/** What the columns of a closed database, or values of a closed API, carry that carry nothing else; no policy declares it. */
export const UNCLASSIFIED = 'unclassified';

type SourceDeclaration = ApiDeclaration | DatabaseDeclaration;
const boundLabel = new Query<Label>('label');

/**
 * Binds all labels, by path. A second declaration of a label is reported; its children are taken none the less. Where a source
 * is closed, there is the label of what carries none.
 */
export function bindLabels(
  declarations: readonly LabelDeclaration[],
  sources: readonly SourceDeclaration[],
  report: Report,
  memo: Memo,
): ReadonlyMap<string, Label> {
  const labels = new Map<string, Label>();
  // With a list of what is left instead of recursion: a tree may be deep.
  const left: { readonly node: LabelNode; readonly parent: Label | null; readonly above: string[] }[] = [];
  for (const { label } of declarations.toReversed()) left.push({ node: label, parent: null, above: [] });
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, parent, above } = next;
    const names = [...above, node.name.text];
    const path = pathText(names);
    if (path === UNCLASSIFIED) {
      report(diagnostic('reserved-label', node.name.span, { name: path }));
      continue;
    }
    const bound = memo.derive(boundLabel, node, [path, parent], () => ({ path, node, parent }));
    declareOnce(labels, path, bound, (first) =>
      report(
        diagnostic('duplicate-label', node.name.span, { label: path }, firstDeclaredAt(first.node.name)),
      ),
    );
    const label = labels.get(path) ?? null;
    for (const child of node.children.toReversed()) left.push({ node: child, parent: label, above: names });
  }
  const closed = sources.find((source) => source.closed);
  if (closed !== undefined)
    labels.set(
      UNCLASSIFIED,
      memo.derive(boundLabel, closed, [], () => ({
        path: UNCLASSIFIED,
        node: implied(closed),
        parent: null,
      })),
    );
  return labels;
}

/** The label as if the word that closes a source had declared it. */
function implied({ span }: SourceDeclaration): LabelNode {
  const name = { kind: 'Name', text: UNCLASSIFIED, quoted: false, span } as const;
  return { kind: 'LabelNode', name, children: [], documentation: null, span };
}
