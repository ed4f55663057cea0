/** The columns that JSON_TABLE and XMLTABLE make, whose names the statement gives. */
import { stringOf } from '../parse/tree.ts';
import type { Visitor } from './walk.ts';

/** Without a name of its own, one of XMLTABLE has none; one of JSON_TABLE that is NESTED has none either. */
export const visitMadeColumn =
  (kind: 'JsonTableColumn' | 'RangeTableFuncCol'): Visitor =>
  (walk, node, scope) => {
    walk.fields(kind, node, scope);
    walk.columnNames.gives([stringOf(node.name ?? node.colname)]);
  };
