/** A document to text: decides which groups break, and puts comments and empty lines in. */
import type { Doc, Leaf, Separator } from './doc.ts';
import { type AttachedTrivia, nothing, type PlacedComment, type Trivia } from './trivia.ts';

/** Columns of a line. */
export const LINE_WIDTH = 110;
const INDENT = 2;

interface Entry {
  readonly doc: Doc;
  readonly indent: number;
  readonly broken: boolean;
}

interface Pending extends Entry {
  readonly doc: Separator;
}

/** Lays out one declaration from column 0. What stands before its first token is the caller's to print. */
export function layOutDoc(root: Doc, trivia: AttachedTrivia): string {
  const mustBreak = findBroken(root, trivia);
  const output = new Output();
  const stack: Entry[] = [{ doc: root, indent: 0, broken: true }];
  let pending: Pending | null = null;
  let previous: Leaf | null = null;

  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { doc, indent, broken } = entry;
    switch (doc.kind) {
      case 'leaf':
        if (previous !== null) separate(output, { entry, leaf: doc, pending, previous, trivia });
        output.write(trivia.textOf(doc));
        pending = null;
        previous = doc;
        break;
      case 'concat':
        for (const part of doc.parts.toReversed()) stack.push({ doc: part, indent, broken });
        break;
      case 'indent':
        stack.push({ doc: doc.body, indent: indent + INDENT, broken });
        break;
      case 'group': {
        const room = LINE_WIDTH - columnAfter(output.column, pending);
        const breaks = mustBreak.has(doc) || !fits(doc.body, stack, room, trivia);
        stack.push({ doc: doc.body, indent, broken: breaks });
        break;
      }
      default:
        pending = { doc, indent, broken };
    }
  }
  return output.text;
}

/** The column where the next token will begin, as what is pending stands before it. */
function columnAfter(column: number, pending: Pending | null): number {
  if (pending === null) return column;
  const { doc, broken, indent } = pending;
  if (doc.kind === 'space') return column + 1;
  if (doc.kind === 'hardline' || broken) return indent;
  return doc.kind === 'line' ? column + 1 : column;
}

interface Join {
  readonly entry: Entry;
  readonly leaf: Leaf;
  readonly pending: Pending | null;
  readonly previous: Leaf;
  readonly trivia: AttachedTrivia;
}

/** Writes what stands between two tokens. */
function separate(output: Output, { entry, leaf, pending, previous, trivia }: Join): void {
  const before: Trivia = trivia.before(leaf) ?? nothing;
  const kind = pending?.doc.kind ?? null;
  const isLine = kind === 'line' || kind === 'softline' || kind === 'hardline';
  if (before.comments.length === 0) {
    if (kind === 'hardline' || (isLine && pending?.broken)) {
      const blank =
        kind === 'hardline' && before.blankBefore && previous.side !== 'opener' && leaf.side !== 'closer';
      output.newLine(pending?.indent ?? 0, blank);
    } else if (kind === 'space' || kind === 'line') output.write(' ');
    return;
  }
  const level = isLine ? (pending?.indent ?? 0) : entry.indent;
  const outside = leaf.side === 'closer' || isLine ? level : level + INDENT;
  const inside = leaf.side === 'closer' ? level + INDENT : outside;
  writeComments(output, before.comments, inside, previous.side !== 'opener');
  output.newLine(outside, kind === 'hardline' && before.blankBefore && leaf.side !== 'closer');
}

/** Writes comments behind a token, each but perhaps the first on its own line. */
export function writeComments(
  output: Output,
  comments: readonly PlacedComment[],
  indent: number,
  mayBeginBlank: boolean,
): void {
  const firstOwnLine = comments.findIndex((comment) => comment.ownLine);
  for (const [index, comment] of comments.entries()) {
    if (index === 0 && !comment.ownLine) output.write(` ${comment.text}`);
    else {
      output.newLine(indent, comment.blankBefore && (index > firstOwnLine || mayBeginBlank));
      output.write(comment.text);
    }
  }
}

/** The groups that a comment or a hard line inside of them breaks, and those that the author broke. */
function findBroken(root: Doc, trivia: AttachedTrivia): ReadonlySet<Doc> {
  const broken = new Set<Doc>();
  /** Whether the document breaks what it stands in; `first` says that nothing of that comes before it. */
  const walk = (doc: Doc, first: boolean): boolean => {
    switch (doc.kind) {
      case 'leaf':
        return !first && (trivia.before(doc)?.comments.length ?? 0) > 0;
      case 'concat':
        return doc.parts.map((part, index) => walk(part, first && index === 0)).includes(true);
      case 'indent':
        return walk(doc.body, first);
      case 'group': {
        const asWritten = doc.asWritten !== null && trivia.before(doc.asWritten)?.newLine === true;
        const inner = walk(doc.body, true) || asWritten;
        if (inner) broken.add(doc);
        return inner || (!first && startsWithComment(doc, trivia));
      }
      default:
        return doc.kind === 'hardline';
    }
  };
  walk(root, true);
  return broken;
}

function startsWithComment(doc: Doc, trivia: AttachedTrivia): boolean {
  if (doc.kind === 'leaf') return (trivia.before(doc)?.comments.length ?? 0) > 0;
  if (doc.kind === 'concat') return doc.parts[0] !== undefined && startsWithComment(doc.parts[0], trivia);
  return (doc.kind === 'indent' || doc.kind === 'group') && startsWithComment(doc.body, trivia);
}

/** Whether `body`, unbroken, and what follows up to the next line end take at most `room` columns. */
function fits(body: Doc, rest: readonly Entry[], room: number, trivia: AttachedTrivia): boolean {
  let left = room;
  let outer = rest.length;
  const stack: { readonly doc: Doc; readonly broken: boolean }[] = [{ doc: body, broken: false }];
  while (left >= 0) {
    let entry = stack.pop();
    if (entry === undefined) {
      outer -= 1;
      entry = rest[outer];
      if (entry === undefined) return true;
    }
    const { doc, broken } = entry;
    switch (doc.kind) {
      case 'leaf':
        // Comments before a token begin a new line, except before the first one of the group, which is placed already.
        if (outer < rest.length && (trivia.before(doc)?.comments.length ?? 0) > 0) return true;
        left -= trivia.textOf(doc).length;
        break;
      case 'concat':
        for (const part of doc.parts.toReversed()) stack.push({ doc: part, broken });
        break;
      case 'indent':
        stack.push({ doc: doc.body, broken });
        break;
      case 'group':
        stack.push({ doc: doc.body, broken: false });
        break;
      case 'softline':
        if (broken) return true;
        break;
      case 'hardline':
        return true;
      default:
        if (doc.kind === 'line' && broken) return true;
        left -= 1;
    }
  }
  return false;
}

/** Text with the column that its last line has reached. */
export class Output {
  text = '';
  column = 0;

  write(text: string): void {
    this.text += text;
    this.column += text.length;
  }

  newLine(indent: number, blank: boolean): void {
    this.text += `${blank ? '\n' : ''}\n${' '.repeat(indent)}`;
    this.column = indent;
  }
}
