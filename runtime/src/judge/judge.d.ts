/**
 * The judge of one source under one policy and one catalog: everything that sessions share. A new policy or a new
 * snapshot makes a new judge, so that nothing found under the old one can be used under the new.
 */
import type { Caller, Matcher } from '../abi.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { QueryProtocol, Verdict } from '../pgwire/gate.ts';
import type { SqlParser } from './parse/sql-parser.ts';
/** What the callers of one set of policies get. */
export interface CallerClass {
  judge(text: string, protocol: QueryProtocol): Verdict;
}
export declare class Judge {
  #private;
  /** Names the policy and the catalog. */
  readonly revision: string;
  constructor(policy: PolicyInForce, catalog: Catalog, parser: SqlParser);
  /** The class of a caller: shared by all to whom the same policies apply. */
  classOf(caller: Caller): CallerClass;
}
/** A loaded policy: the matcher of one source and the revision of the bundle it came from. */
export interface PolicyInForce {
  readonly matcher: Matcher;
  readonly revision: string;
}
//# sourceMappingURL=judge.d.ts.map
