/**
 * Substitution at the source: each read of a masked relation becomes its subquery, under the name that the query
 * knows it by. The rewritten text is parsed again and must be exactly the intended tree; else it is not forwarded.
 */
import type { PositionMap } from '../../pgwire/gate.ts';
import type { RelationUse, StatementFacts } from '../facts/facts.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { type ParsedText } from '../parse/tree.ts';
/** A read, and the subquery that takes its place; null where the relation is read as it is. */
export interface Substitution {
  readonly use: RelationUse;
  readonly subquery: string | null;
}
/** One statement of the text, with what its reads become. */
export interface StatementPlan {
  readonly facts: StatementFacts;
  readonly substitutions: readonly Substitution[];
}
export interface Rewritten {
  readonly text: string;
  readonly positions: PositionMap;
}
/**
 * The text with every substitution made; statements without one keep theirs. Null where it cannot be rewritten so that
 * it provably means what is intended.
 */
export declare function rewrite(
  text: string,
  tree: ParsedText,
  plans: readonly StatementPlan[],
  parser: SqlParser,
): Rewritten | null;
//# sourceMappingURL=rewrite.d.ts.map
