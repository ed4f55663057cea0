/**
 * A SQL text as psql reads it: statements, backslash commands between them, and the data of COPY. Finds where each
 * begins and ends; what a statement means is the parser's business.
 */
import { commentEnd, isBlank, lineEnd } from './comments.ts';
import { statementEnd } from './statement-end.ts';

export interface ScriptStatement {
  readonly kind: 'statement';
  readonly offset: number;
  readonly text: string;
}

export type ScriptPiece =
  | ScriptStatement
  /** A line such as `\connect crm`; `name` is what follows the backslash, `connect`. */
  | { readonly kind: 'command'; readonly offset: number; readonly name: string };

export interface PsqlScript {
  /** The next piece; null at the end. */
  next(): ScriptPiece | null;
  /** Skips the data of the `COPY … FROM stdin` that {@link next} returned last; false where they do not end. */
  skipCopyData(): boolean;
}

/** Reads `text` from its beginning. */
export function psqlScript(text: string): PsqlScript {
  // A byte order mark is no part of the text.
  let position = text.startsWith('\ufeff') ? 1 : 0;
  return {
    next() {
      position = skipBlanks(text, position);
      if (position >= text.length) return null;
      const offset = position;
      if (text[offset] === '\\') {
        position = lineEnd(text, offset);
        const [name = ''] = /[^\s\\]*/.exec(text.slice(offset + 1, position)) ?? [];
        return { kind: 'command', offset, name };
      }
      position = statementEnd(text, offset);
      return { kind: 'statement', offset, text: text.slice(offset, position) };
    },
    skipCopyData() {
      for (let line = nextLine(text, position); line < text.length; line = nextLine(text, line)) {
        const end = lineEnd(text, line);
        if (text.startsWith('\\.', line) && (end === line + 2 || text.slice(line + 2, end) === '\r')) {
          position = end;
          return true;
        }
      }
      position = text.length;
      return false;
    },
  };
}

/** Past white space, comments and empty statements. */
function skipBlanks(text: string, from: number): number {
  let position = from;
  for (;;) {
    const before = position;
    while (isBlank(text.charCodeAt(position)) || text[position] === ';') position += 1;
    if (text.startsWith('--', position)) position = lineEnd(text, position);
    else if (text.startsWith('/*', position)) position = commentEnd(text, position);
    if (position === before) return position;
  }
}

function nextLine(text: string, from: number): number {
  return lineEnd(text, from) + 1;
}
