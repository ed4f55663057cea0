/** From facts to a verdict, for the callers that one view is for. */
import type { Verdict } from '../pgwire/gate.ts';
import { type PolicyView } from './decide/policy-view.ts';
import type { TextFacts } from './facts/facts.ts';
import type { SqlParser } from './parse/sql-parser.ts';
export declare function judgeFacts(
  text: string,
  facts: TextFacts,
  view: PolicyView,
  parser: SqlParser,
): Verdict;
//# sourceMappingURL=judge-facts.d.ts.map
