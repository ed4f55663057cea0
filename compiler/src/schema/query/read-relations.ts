/** Every relation that a query names, so that dropping one with CASCADE takes its views along. */
import type { Database } from '../ddl/database.ts';
import type { RelationState } from '../ddl/relation-state.ts';

interface RangeVarShape {
  readonly schemaname?: string;
  readonly relname?: string;
}

/** Walks the whole tree, without recursion: a query may be nested deeply. */
export function readRelations(database: Database, query: unknown): ReadonlySet<RelationState> {
  const found = new Set<RelationState>();
  const pending: unknown[] = [query];
  for (let node = pending.pop(); pending.length > 0 || node !== undefined; node = pending.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if ('RangeVar' in node) {
      const { schemaname, relname } = node.RangeVar as RangeVarShape;
      const relation = database.findRelation(schemaname, relname ?? '');
      if (relation !== null) found.add(relation);
    }
    pending.push(...Object.values(node));
  }
  return found;
}
