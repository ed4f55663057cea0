/**
 * Cuts expressions out of the text of a DDL statement, by PostgreSQL's own tokens: the tree says where an expression begins
 * and not where it ends. Knows tokens, and nothing of what they mean.
 */
import type { Token } from '@dlpc/runtime/judge/parse/sql-parser';

/** What may follow the expression of a DEFAULT. */
const AFTER_DEFAULT: ReadonlySet<string> = new Set([
  ...['constraint', 'not', 'null', 'check', 'unique', 'primary', 'references', 'generated'],
  ...['default', 'deferrable', 'initially', 'collate', 'compression', 'storage', 'enforced'],
]);

export class StatementText {
  readonly #bytes: Buffer;
  readonly #tokens: readonly Token[];

  constructor(text: string, scan: (text: string) => readonly Token[] | null) {
    this.#bytes = Buffer.from(text);
    this.#tokens = (scan(text) ?? []).filter(({ tokenName }) => !tokenName.endsWith('_COMMENT'));
  }

  /** What stands in the first parentheses behind the byte `from`; null where there are none. */
  parenthesised(from: number): string | null {
    return this.#parenthesised(this.#indexAt(from));
  }

  /** What stands in the parentheses behind the word `word` that comes first behind the byte `from`. */
  parenthesisedAfter(word: string, from: number): string | null {
    const index = this.#indexOf(word, this.#indexAt(from));
    return index === null ? null : this.#parenthesised(index);
  }

  /** The expression of the column constraint DEFAULT that begins at the byte `from`. */
  defaultAt(from: number): string | null {
    const word = this.#indexOf('default', this.#indexAt(from));
    if (word === null) return null;
    const first = word + 1;
    return this.#slice(
      first,
      this.#endOf(first, (index) => AFTER_DEFAULT.has(this.#word(index))),
    );
  }

  /** The expression that stands around the byte `inside`, behind the word `word` and up to a comma. */
  around(inside: number, word: string): string | null {
    let first = this.#indexAt(inside);
    while (first > 0 && this.#word(first - 1) !== word) first -= 1;
    return this.#slice(
      first,
      this.#endOf(first, () => false),
    );
  }

  /** All that follows the first word `word` outside of parentheses, without the semicolon and without a closing `WITH … OPTION`. */
  queryAfter(word: string, hasCheckOption: boolean): string | null {
    const index = this.#indexOf(word, 0);
    if (index === null) return null;
    let end = this.#endOf(index + 1, () => false, false);
    if (hasCheckOption) {
      end -= 1;
      while (end > index && this.#word(end) !== 'with') end -= 1;
    }
    return this.#slice(index + 1, end);
  }

  /** The parts between the commas of the first parentheses behind the byte `from`, as expressions of an index. */
  indexExpressions(from: number): readonly string[] {
    const open = this.#openingFrom(this.#indexAt(from));
    const parts: string[] = [];
    for (let first = open === null ? this.#tokens.length : open + 1; first < this.#tokens.length; ) {
      const end = this.#endOf(first, () => false);
      parts.push(this.#expressionOf(first, end) ?? '');
      if (this.#word(end) !== ',') break;
      first = end + 1;
    }
    return parts;
  }

  /** `(a || b) text_ops DESC` and `lower(a) DESC` without what follows the expression. */
  #expressionOf(first: number, end: number): string | null {
    const open = this.#openingFrom(first);
    return open === null || open >= end
      ? this.#slice(first, end)
      : this.#slice(first, this.#closing(open) + 1);
  }

  #parenthesised(from: number): string | null {
    const open = this.#openingFrom(from);
    return open === null ? null : this.#slice(open + 1, this.#closing(open));
  }

  #openingFrom(from: number): number | null {
    for (let index = from; index < this.#tokens.length; index += 1)
      if (this.#word(index) === '(') return index;
    return null;
  }

  #closing(open: number): number {
    return this.#endOf(open + 1, () => false, false);
  }

  /** The token where what begins at `first` ends: a parenthesis that it did not open, a semicolon, or where it `stops`. */
  #endOf(first: number, stops: (index: number) => boolean, atComma = true): number {
    let depth = 0;
    for (let index = first; index < this.#tokens.length; index += 1) {
      const word = this.#word(index);
      if (depth === 0) {
        if (word === ';' || word === ')' || (atComma && word === ',')) return index;
        if (index > first && stops(index)) return index;
      }
      if (word === '(' || word === '[') depth += 1;
      if (word === ')' || word === ']') depth -= 1;
    }
    return this.#tokens.length;
  }

  /** The first token `word` from `from` on, outside of parentheses that open on the way. */
  #indexOf(word: string, from: number): number | null {
    let depth = 0;
    for (let index = from; index < this.#tokens.length; index += 1) {
      const found = this.#word(index);
      if (depth <= 0 && found === word) return index;
      if (found === '(') depth += 1;
      if (found === ')') depth -= 1;
    }
    return null;
  }

  #indexAt(byte: number): number {
    const index = this.#tokens.findIndex(({ end }) => end > byte);
    return index === -1 ? this.#tokens.length : index;
  }

  #word(index: number): string {
    return this.#tokens[index]?.text.toLowerCase() ?? '';
  }

  #slice(first: number, end: number): string | null {
    const [start, last] = [this.#tokens[first], this.#tokens[end - 1]];
    if (start === undefined || last === undefined || end <= first) return null;
    return this.#bytes.subarray(start.start, last.end).toString();
  }
}
