/** From a query string to its facts: parsed once, every statement of it walked, or refused as a whole. */
import type { Catalog } from '../../catalog/catalog.ts';
import type { QueryProtocol } from '../../pgwire/gate.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import type { TextFacts } from './facts.ts';
/** Never throws; the same text, catalog and protocol give the same facts. */
export declare function collectFacts(
  text: string,
  protocol: QueryProtocol,
  catalog: Catalog,
  parser: SqlParser,
): TextFacts;
//# sourceMappingURL=collect-facts.d.ts.map
