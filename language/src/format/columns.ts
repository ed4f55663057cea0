/** Columns: neighbouring `classify` and `group` lines have what follows their names below each other. */
import type { Declaration } from '../syntax/ast.ts';
import { type Doc, leavesOf } from './doc.ts';
import { LINE_WIDTH } from './layout-doc.ts';
import type { AttachedTrivia, Trivia } from './trivia.ts';

/** A declaration that has been laid out. */
export interface Laid {
  readonly kind: string;
  readonly text: string;
  /** What stands before the column; null for a declaration that has none. */
  readonly head: string | null;
  readonly before: Trivia;
}

/** Spaces between the longest head and the column: `=` stands out by itself. */
const GAPS: Readonly<Record<string, number>> = { ClassifyDeclaration: 2, GroupDeclaration: 1 };

/** Whether a declaration takes one line. */
export function isShort({ text }: Laid): boolean {
  return !text.includes('\n');
}

/** `classify pii.contact`, `group etl`: what stands before the column. */
export function headOf(declaration: Declaration, doc: Doc, trivia: AttachedTrivia): string | null {
  const texts = leavesOf(doc).map(trivia.textOf);
  if (declaration.kind === 'GroupDeclaration') return texts.slice(0, 2).join(' ');
  if (declaration.kind !== 'ClassifyDeclaration') return null;
  // Between each two names of a path stands a dot.
  const path = texts.slice(1, 2 * declaration.label.segments.length);
  return `${texts[0] ?? ''} ${path.join('')}`;
}

/** The same declarations, each run of neighbours in columns, unless that makes a line too long. */
export function alignColumns(items: readonly Laid[]): readonly Laid[] {
  return runsOf(items).flatMap((run) => (run.length > 1 ? alignRun(run) : run));
}

function alignRun(run: readonly Laid[]): readonly Laid[] {
  const widest = Math.max(...run.map(({ head }) => head?.length ?? 0));
  const aligned = run.map((item) => {
    const head = item.head ?? '';
    const column = widest + (GAPS[item.kind] ?? 1);
    return { ...item, text: head.padEnd(column) + item.text.slice(head.length + 1) };
  });
  return aligned.every(({ text }) => text.length <= LINE_WIDTH) ? aligned : run;
}

function runsOf(items: readonly Laid[]): readonly (readonly Laid[])[] {
  const runs: Laid[][] = [];
  let run: Laid[] = [];
  for (const item of items) {
    const last = run.at(-1);
    if (last === undefined || !areNeighbours(last, item)) {
      run = [];
      runs.push(run);
    }
    run.push(item);
  }
  return runs;
}

function areNeighbours(above: Laid, below: Laid): boolean {
  const { comments, blankBefore } = below.before;
  const isApart = blankBefore || comments.some((comment) => comment.ownLine);
  return below.head !== null && above.kind === below.kind && isShort(above) && isShort(below) && !isApart;
}
