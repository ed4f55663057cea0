import type { ParsedText } from './tree.ts';
/** Longest statement text that is parsed, in bytes of UTF-8. */
export declare const MAX_TEXT_BYTES: number;
export type ParseOutcome =
  | {
      readonly kind: 'parsed';
      readonly tree: ParsedText;
    }
  /** `position` is 1-based, in characters; 0 where the parser names none. */
  | {
      readonly kind: 'syntax-error';
      readonly message: string;
      readonly position: number;
    }
  /** Too long, too deep, or no parser at hand. */
  | {
      readonly kind: 'unparsable';
      readonly reason: string;
    };
/** A token of the text with its place in bytes of UTF-8. Comments are tokens. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly tokenName: string;
  readonly text: string;
}
export interface SqlParser {
  /** Never throws. */
  parse(text: string): ParseOutcome;
  /** The tokens of a text that has parsed, or null where the scanner failed. */
  scan(text: string): readonly Token[] | null;
  /** Resolves once the spare is there. */
  ready(): Promise<void>;
}
/** Starts an instance and a spare. */
export declare function createSqlParser(): Promise<SqlParser>;
//# sourceMappingURL=sql-parser.d.ts.map
