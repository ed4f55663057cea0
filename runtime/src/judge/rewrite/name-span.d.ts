/**
 * Where the parts of a name stand in the text: `a`, `a . b`, with comments between. The server's own scanner says what a token is.
 */
import type { Token } from '../parse/sql-parser.ts';
/** The tokens of a name of `parts` parts that starts at byte `start`; null where there is no such name. */
export declare function nameParts(
  tokens: readonly Token[],
  start: number,
  parts: number,
): readonly Token[] | null;
//# sourceMappingURL=name-span.d.ts.map
