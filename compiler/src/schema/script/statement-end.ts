/**
 * Where a statement ends: at the first semicolon outside of quotes, comments, parentheses and the body of a SQL function,
 * by the rules of psql's own lexer (psqlscan.l). A mistake here cannot give a statement another meaning unseen: every
 * piece must parse on its own.
 */
import { commentEnd, isBlank, lineEnd } from './comments.ts';

const IDENTIFIER = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.$\u0080-\uffff]*/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/** Offset past the semicolon that ends the statement at `from`, or the end of the text. */
export function statementEnd(text: string, from: number): number {
  const body = functionBody();
  let parentheses = 0;
  let position = from;
  while (position < text.length) {
    const start = position;
    const character = text.charAt(position);
    switch (character) {
      case "'":
        position = stringEnd(text, position + 1, false);
        break;
      case '"':
        position = quoteEnd(text, position + 1, '"');
        break;
      case '(':
        parentheses += 1;
        position += 1;
        break;
      case ')':
        parentheses = Math.max(0, parentheses - 1);
        position += 1;
        break;
      case ';':
        position += 1;
        if (parentheses === 0 && !body.isOpen()) return position;
        break;
      case '-':
        position = text.startsWith('--', start) ? lineEnd(text, start) : start + 1;
        break;
      case '/':
        position = text.startsWith('/*', start) ? commentEnd(text, start) : start + 1;
        break;
      case '$':
        position = dollarQuoteEnd(text, start);
        break;
      default: {
        const word = match(IDENTIFIER, text, start);
        if (word === null) position += match(NUMBER, text, start)?.length ?? 1;
        else if (/^e$/i.test(word) && text[start + 1] === "'") position = stringEnd(text, start + 2, true);
        else {
          position += word.length;
          if (parentheses === 0) body.word(word.toLowerCase());
        }
      }
    }
  }
  return text.length;
}

/**
 * psql's heuristic for `CREATE FUNCTION … BEGIN ATOMIC …; END`: after those first words, BEGIN opens a body, and CASE
 * within it, and END closes.
 */
function functionBody(): { word(word: string): void; isOpen(): boolean } {
  const head: string[] = [];
  let depth = 0;
  return {
    word(word) {
      if (head.length < 4) head.push(word);
      if (!/^create (?:or replace )?(?:function|procedure)\b/.test(head.join(' '))) return;
      if (word === 'begin' || (word === 'case' && depth > 0)) depth += 1;
      else if (word === 'end' && depth > 0) depth -= 1;
    },
    isOpen: () => depth > 0,
  };
}

/** Past the literal whose content starts at `from`, its continuations included. */
function stringEnd(text: string, from: number, escapes: boolean): number {
  let position = from;
  for (;;) {
    position = escapes ? escapedQuoteEnd(text, position) : quoteEnd(text, position, "'");
    const next = continuation(text, position);
    if (next === null) return position;
    position = next;
  }
}

/**
 * Past the opening quote of the literal's next part: it goes on where only white space with a line end in it, and
 * comments of one line, stand between two parts.
 */
function continuation(text: string, from: number): number | null {
  let position = from;
  let hasLineEnd = false;
  for (;;) {
    if (isBlank(text.charCodeAt(position))) {
      hasLineEnd ||= text[position] === '\n' || text[position] === '\r';
      position += 1;
    } else if (text.startsWith('--', position)) position = lineEnd(text, position);
    else return hasLineEnd && text[position] === "'" ? position + 1 : null;
  }
}

/** Past the closing `quote`; a doubled one does not close. */
function quoteEnd(text: string, from: number, quote: string): number {
  let position = from;
  for (;;) {
    const found = text.indexOf(quote, position);
    if (found === -1) return text.length;
    if (text[found + 1] !== quote) return found + 1;
    position = found + 2;
  }
}

/** As {@link quoteEnd} for a single quote, where a backslash escapes what follows. */
function escapedQuoteEnd(text: string, from: number): number {
  let position = from;
  while (position < text.length) {
    const character = text[position];
    if (character === '\\' || (character === "'" && text[position + 1] === "'")) position += 2;
    else if (character === "'") return position + 1;
    else position += 1;
  }
  return text.length;
}

function dollarQuoteEnd(text: string, from: number): number {
  const quote = match(DOLLAR_QUOTE, text, from);
  if (quote === null) return from + 1;
  const end = text.indexOf(quote, from + quote.length);
  return end === -1 ? text.length : end + quote.length;
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
