/** All families of attacks, in the order in which docs/attacks.md shows them. */
import type { Family } from './attack.ts';
import { expressions } from './catalogue/expressions.ts';
import { jsonAndXml } from './catalogue/json-and-xml.ts';
import { orderAndGroups } from './catalogue/order-and-groups.ts';
import { predicates } from './catalogue/predicates.ts';
import { sets } from './catalogue/sets.ts';
import { wholeRows } from './catalogue/whole-rows.ts';
import { withQueries } from './catalogue/with-queries.ts';

export const catalogue: readonly Family[] = [
  expressions,
  predicates,
  orderAndGroups,
  wholeRows,
  jsonAndXml,
  sets,
  withQueries,
];
