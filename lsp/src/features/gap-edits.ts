/** The difference of two layouts of one text: where white space differs, and nothing else. Knows no language. */

export interface GapEdit {
  /** In the text before; UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits, in order, that make `after` of `before`: one for each gap that differs; one over everything where more than gaps do. */
export function gapEdits(before: string, after: string): readonly GapEdit[] {
  const edits: GapEdit[] = [];
  const old = /\s*/gy;
  const now = /\s*/gy;
  let [at, to] = [0, 0];
  for (;;) {
    old.lastIndex = at;
    now.lastIndex = to;
    const [gap, wanted] = [old.exec(before)?.[0] ?? '', now.exec(after)?.[0] ?? ''];
    if (gap !== wanted) edits.push({ start: at, end: at + gap.length, text: wanted });
    at += gap.length;
    to += wanted.length;
    if (at === before.length && to === after.length) return edits;
    if (before[at] !== after[to]) return [{ start: 0, end: before.length, text: after }];
    at += 1;
    to += 1;
  }
}
