/** Parts of documents that every construct is made of. */
import { concat, type Doc, hardline, indent, join, leaf, line, space } from './doc.ts';

/** With one space between each two. */
export function words(...docs: readonly Doc[]): Doc {
  return join(() => space, docs);
}

/** With a comma between each two, behind which the line may end. */
export function commaSeparated(docs: readonly Doc[]): Doc {
  return join(() => concat(leaf(','), line), docs);
}

/** With a comma between each two, all on one line. */
export function commaOnLine(docs: readonly Doc[]): Doc {
  return join(() => concat(leaf(','), space), docs);
}

export function opener(text: string): Doc {
  return leaf(text, { side: 'opener' });
}

export function closer(text: string): Doc {
  return leaf(text, { side: 'closer' });
}

/** Each on its own line, between braces that their parent prints; nothing where there are none. */
export function printItems(items: readonly Doc[]): Doc {
  if (items.length === 0) return concat();
  return concat(
    indent(
      hardline,
      join(() => hardline, items),
    ),
    hardline,
  );
}
