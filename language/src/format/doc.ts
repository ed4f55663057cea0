/**
 * Documents: text with the places where it may be broken, as in Wadler's "A prettier printer". Knows nothing of the language,
 * except that each leaf is one token, to which comments can be attached.
 */

/** One token. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly text: string;
  /** An opener has no empty line behind it, a closer none before it. */
  readonly side: 'opener' | 'closer' | null;
  /** What a literal means, where its text may be written in several ways. */
  readonly value: string | number | null;
  /** A parenthesis, which the text may have or not. */
  readonly optional: boolean;
}

/**
 * What stands between two leaves.
 * - `space`: one space, never broken. `line`, `softline`: a space, or nothing, where the group fits on one line.
 * - `hardline`: always a new line, with an empty line before it where the source has one.
 */
export interface Separator {
  readonly kind: 'space' | 'line' | 'softline' | 'hardline';
}

export type Doc =
  | Leaf
  | Separator
  | { readonly kind: 'concat'; readonly parts: readonly Doc[] }
  | { readonly kind: 'indent'; readonly body: Doc }
  /** Broken at all of its lines or at none. */
  | {
      readonly kind: 'group';
      readonly body: Doc;
      /** Where the author began a new line before this leaf, the group is broken too. */
      readonly asWritten: Leaf | null;
    };

export const space: Doc = { kind: 'space' };
export const line: Doc = { kind: 'line' };
export const softline: Doc = { kind: 'softline' };
export const hardline: Doc = { kind: 'hardline' };

export function leaf(text: string, details: Partial<Omit<Leaf, 'kind' | 'text'>> = {}): Leaf {
  return { kind: 'leaf', text, side: null, value: null, optional: false, ...details };
}

export function concat(...parts: readonly Doc[]): Doc {
  return { kind: 'concat', parts };
}

export function indent(...parts: readonly Doc[]): Doc {
  return { kind: 'indent', body: concat(...parts) };
}

export function group(...parts: readonly Doc[]): Doc {
  return { kind: 'group', body: concat(...parts), asWritten: null };
}

/** A group that the author may have broken, before `first`. */
export function groupAsWritten(first: Leaf | null, ...parts: readonly Doc[]): Doc {
  return { kind: 'group', body: concat(...parts), asWritten: first };
}

/** The documents with what `between` makes between each two; made anew each time, for a leaf stands for one token. */
export function join(between: () => Doc, docs: readonly Doc[]): Doc {
  return concat(...docs.flatMap((doc, index) => (index === 0 ? [doc] : [between(), doc])));
}

/** The leaves of a document, in order. */
export function leavesOf(doc: Doc): readonly Leaf[] {
  if (doc.kind === 'leaf') return [doc];
  if (doc.kind === 'concat') return doc.parts.flatMap(leavesOf);
  return doc.kind === 'indent' || doc.kind === 'group' ? leavesOf(doc.body) : [];
}
