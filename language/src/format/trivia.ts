/**
 * Comments and empty lines of a source, attached to the tokens of a document. A comment keeps its place between two tokens,
 * whatever the layout does around it, so none can be lost.
 */
import type { IToken } from 'chevrotain';
import type { SourceText } from '../source/source-text.ts';
import type { Comment } from '../syntax/ast.ts';
import { durationText, instantValue, integerValue, stringValue } from '../syntax/literals.ts';
import { DurationToken, InstantToken, Integer, StringToken } from '../syntax/tokens.ts';
import type { Leaf } from './doc.ts';

export interface PlacedComment {
  readonly text: string;
  /** Whether it has its line to itself, rather than standing behind a token. */
  readonly ownLine: boolean;
  readonly blankBefore: boolean;
}

/** What stands before a token. */
export interface Trivia {
  readonly comments: readonly PlacedComment[];
  /** Whether an empty line stands directly before the token. */
  readonly blankBefore: boolean;
  /** Whether the token begins a line. */
  readonly newLine: boolean;
}

export const nothing: Trivia = { comments: [], blankBefore: false, newLine: false };

export interface AttachedTrivia {
  /** Null for a leaf that the source does not have. */
  readonly before: (leaf: Leaf) => Trivia | null;
  /** How the source writes a token. */
  readonly textOf: (leaf: Leaf) => string;
  readonly atEnd: Trivia;
}

/** No source: nothing to keep. */
export const noTrivia: AttachedTrivia = {
  before: () => null,
  textOf: (leaf) => leaf.text,
  atEnd: nothing,
};

/** Pairs the leaves of a document with the tokens of the text that it was made from. */
export function attachTrivia(
  source: SourceText,
  tokens: readonly IToken[],
  comments: readonly Comment[],
  leaves: readonly Leaf[],
): AttachedTrivia {
  const trivia = new Map<Leaf, Trivia>();
  const texts = new Map<Leaf, string>();
  const gaps = new Gaps(source, comments);
  let carried: PlacedComment[] = [];
  let next = 0;
  for (const leaf of leaves) {
    // Redundant brackets are dropped; what was said of them is said of the token behind them.
    for (let token = tokens[next]; token && !matches(leaf, token) && !leaf.optional; token = tokens[next]) {
      if (!'(){}'.includes(token.image))
        throw new Error(`the formatter lost its place at offset ${token.startOffset}`);
      carried.push(...gaps.before(token).comments);
      next += 1;
    }
    const token = tokens[next];
    if (token === undefined || !matches(leaf, token)) continue;
    next += 1;
    texts.set(leaf, token.image);
    const gap = gaps.before(token);
    const here = [...carried, ...gap.comments];
    carried = leaf.text === ',' ? here : [];
    trivia.set(leaf, {
      comments: leaf.text === ',' ? [] : here,
      blankBefore: gap.blankBefore,
      newLine: gap.newLine,
    });
  }
  const rest = tokens.slice(next).flatMap((token) => gaps.before(token).comments);
  const end = gaps.atEnd();
  return {
    before: (leaf) => trivia.get(leaf) ?? null,
    textOf: (leaf) => texts.get(leaf) ?? leaf.text,
    atEnd: { ...end, comments: [...carried, ...rest, ...end.comments] },
  };
}

function matches(leaf: Leaf, token: IToken): boolean {
  if (token.tokenType === StringToken) return leaf.value === stringValue(token);
  if (token.tokenType === Integer) return leaf.value === integerValue(token);
  if (token.tokenType === DurationToken) return leaf.value === durationText(token);
  if (token.tokenType === InstantToken) return leaf.value === instantValue(token);
  return leaf.text === token.image;
}

/** Hands out what stands between the tokens, in one pass over the text. */
class Gaps {
  readonly #source: SourceText;
  readonly #comments: readonly Comment[];
  #nextComment = 0;
  /** The end of the last token or comment; null before the first. */
  #end: number | null = null;

  constructor(source: SourceText, comments: readonly Comment[]) {
    this.#source = source;
    this.#comments = comments;
  }

  /** What stands between the last token asked for and this one. */
  before(token: IToken): Trivia {
    const trivia = this.#until(token.startOffset);
    this.#end = token.startOffset + token.image.length;
    return trivia;
  }

  atEnd(): Trivia {
    return this.#until(this.#source.text.length);
  }

  #until(offset: number): Trivia {
    const comments: PlacedComment[] = [];
    for (
      let comment = this.#comments[this.#nextComment];
      comment;
      comment = this.#comments[this.#nextComment]
    ) {
      if (comment.span.start >= offset) break;
      const breaks = this.#lineBreaks(comment.span.start);
      const ownLine = breaks > 0 || this.#end === null;
      comments.push({ text: comment.text.trimEnd(), ownLine, blankBefore: breaks > 1 });
      this.#end = comment.span.end;
      this.#nextComment += 1;
    }
    const breaks = this.#lineBreaks(offset);
    return { comments, blankBefore: breaks > 1, newLine: breaks > 0 };
  }

  #lineBreaks(until: number): number {
    return this.#source.text.slice(this.#end ?? 0, until).match(/\r\n|\r|\n/g)?.length ?? 0;
  }
}
