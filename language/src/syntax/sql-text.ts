/**
 * Where a SQL condition inside of a policy ends. Knows of SQL what its own scanner knows: quotes, comments and brackets, but
 * no grammar. What stands inside is read by the compiler.
 *
 * Source: PostgreSQL, "Lexical Structure" (chapter 4.1), and its scan.l for what begins a dollar quote.
 */
/** What a condition lacks. Offsets are those of the whole text. */
export type SqlTextMistake =
  | { readonly kind: 'bracket'; readonly at: number }
  /** `opener` is the quote or comment sign as written. */
  | { readonly kind: 'quote'; readonly at: number; readonly opener: string };

export interface ScannedSql {
  /** Behind the last character that is no blank; the beginning itself where there is none. */
  readonly end: number;
  readonly mistake: SqlTextMistake | null;
}

/** What does not begin a line of a condition, unless somebody forgot a bracket. */
const statementLine = /[ \t]*(?:allow|deny|mask|reveal|approve|alert|declassify|filter)[ \t]+["A-Za-z]/y;
/** The same, where a quote goes over several lines. */
const statementBelow =
  /[\r\n][ \t]*(?:allow|deny|mask|reveal|approve|alert|declassify|filter)[ \t]+["A-Za-z]/;
const word = /[A-Za-z0-9_$\u0080-\uffff]+/y;
const dollarQuote = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;

/**
 * Finds the end of the condition that begins at `start`: its line's, or the line's in which its last bracket closes; a `//`
 * comment, or a brace. Looks at each character once, and for the end of a quote no further than `lookahead` or its line, which
 * are looked at again where there is none.
 */
export function scanSql(text: string, start: number, lookahead: number): ScannedSql {
  const open: number[] = [];
  let at = start;
  let lineEnd = start - 1;
  let mistake: SqlTextMistake | null = null;
  scan: while (at < text.length) {
    const character = text[at] ?? '';
    const opener = openerAt(text, at, start);
    if (opener !== null) {
      if (lineEnd < at) lineEnd = endOfLine(text, at);
      const limit = Math.min(text.length, Math.max(at + lookahead, lineEnd));
      const end = endOfQuote(text, at, opener, limit);
      if (end === null || statementBelow.test(text.slice(at, end))) {
        mistake = { kind: 'quote', at, opener };
        at = endOfLine(text, at);
        break;
      }
      at = end;
      continue;
    }
    switch (character) {
      case '(':
      case '[':
        open.push(at);
        break;
      case ')':
      case ']':
        open.pop();
        break;
      case '}':
        break scan;
      case '/':
        if (text[at + 1] === '/') break scan;
        break;
      case '\n':
      case '\r':
        if (open.length === 0 || matchLength(statementLine, text, at + 1) > 0) break scan;
        break;
      default:
        // A whole word at once, for a `$` inside of one begins no quote.
        at += Math.max(matchLength(word, text, at) - 1, 0);
    }
    at += 1;
  }
  const bracket = open.at(-1);
  if (mistake === null && bracket !== undefined) mistake = { kind: 'bracket', at: bracket };
  return { end: start + text.slice(start, at).trimEnd().length, mistake };
}

/** The quote or comment sign that begins at `at`; a string with backslashes is told by the `E` before it. */
function openerAt(text: string, at: number, start: number): string | null {
  const two = text.slice(at, at + 2);
  if (two === '--' || two === '/*') return two;
  switch (text[at]) {
    case '"':
      return '"';
    case "'":
      return hasEscapes(text, at, start) ? "E'" : "'";
    case '$':
      return text.slice(at, at + matchLength(dollarQuote, text, at)) || null;
    default:
      return null;
  }
}

function hasEscapes(text: string, quote: number, start: number): boolean {
  const isPrefix = quote > start && /[Ee]/.test(text[quote - 1] ?? '');
  return isPrefix && (quote - 1 === start || !/[A-Za-z0-9_$\u0080-\uffff]/.test(text[quote - 2] ?? ''));
}

/** Behind the end of a quote or comment; null where there is none before `limit`. */
function endOfQuote(text: string, at: number, opener: string, limit: number): number | null {
  switch (opener) {
    case '--':
      return endOfLine(text, at);
    case '/*':
      return endOfComment(text, at, limit);
    case '"':
    case "'":
      // A doubled quote ends one and begins the next.
      return behind(text, opener, at + 1, limit);
    case "E'":
      return endOfEscapeString(text, at, limit);
    default:
      return behind(text, opener, at + opener.length, limit);
  }
}

function behind(text: string, closer: string, from: number, limit: number): number | null {
  const found = text.slice(from, limit).indexOf(closer);
  return found < 0 ? null : from + found + closer.length;
}

function endOfEscapeString(text: string, quote: number, limit: number): number | null {
  for (let at = quote + 1; at < limit; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'") {
      if (text[at + 1] !== "'") return at + 1;
      at += 1;
    }
  }
  return null;
}

/** Comments of SQL stand inside of each other. */
function endOfComment(text: string, start: number, limit: number): number | null {
  let depth = 0;
  for (const { 0: sign, index } of text.slice(start, limit).matchAll(/\/\*|\*\//g)) {
    depth += sign === '/*' ? 1 : -1;
    if (depth === 0) return start + index + sign.length;
  }
  return null;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
