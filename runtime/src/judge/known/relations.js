/**
 * What is known of the relations that initdb makes: readable by anybody, readable but for some columns, or refused
 * and why. What these lists do not name is refused.
 */
import { relationKey } from '../../abi.js';
import { hiddenColumns } from './relations/hidden.js';
import { openRelations } from './relations/open.js';
import { refusedRelations } from './relations/refused.js';

const open = new Set(
  openRelations.flatMap(({ schema, names }) => names.map((name) => relationKey(schema, name))),
);
const refused = new Map(
  refusedRelations.flatMap(({ schema, names, reason }) =>
    names.map((name) => [relationKey(schema, name), reason]),
  ),
);
const hidden = Map.groupBy(hiddenColumns, ({ relation }) => relationKey('pg_catalog', relation));
/** Why nobody reads a system relation: the end of a sentence; null where anybody may. */
export function systemRelationRefusal(schema, name) {
  const key = relationKey(schema, name);
  if (open.has(key)) return null;
  return refused.get(key) ?? 'the proxy does not know what it holds';
}
/** Columns of an open system relation that are not shown, of which a version of the server may have some only. */
export function hiddenSystemColumns(schema, name) {
  return hidden.get(relationKey(schema, name))?.map(({ column }) => column) ?? [];
}
/** SQL over the relation's own columns that stands in place of a hidden column; null for a column that is shown. */
export function hiddenColumnStandIn(schema, name, column) {
  const columns = hidden.get(relationKey(schema, name));
  return columns?.find((candidate) => candidate.column === column)?.standIn ?? null;
}
//# sourceMappingURL=relations.js.map
