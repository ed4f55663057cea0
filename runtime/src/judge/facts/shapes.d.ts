/**
 * The node kinds that the judge understands, and every field of each.
 *
 * The walk goes through this table and through nothing else: a kind that is not here, or a field that is not in its
 * row, is something whose meaning nobody has thought about, and the statement is refused. That also covers what
 * a later PostgreSQL adds. Source: nodes/parsenodes.h and nodes/primnodes.h of PostgreSQL 18.
 */
/**
 * `scalar`: a flag, name, enum or location that reads nothing. `node`: a wrapped node. `nodes`: a list of wrapped
 * nodes. `{ is }`: a node of that kind, not wrapped. `{ refused }`: present only in statements that are refused.
 */
export type FieldShape =
  | 'scalar'
  | 'node'
  | 'nodes'
  | {
      readonly is: string;
    }
  | {
      readonly refused: string;
    };
export type NodeShape = Readonly<Record<string, FieldShape>>;
/** Every kind that may stand inside a query. Null-prototype, so that no node can be called `constructor`. */
export declare const nodeShapes: Readonly<Record<string, NodeShape | undefined>>;
//# sourceMappingURL=shapes.d.ts.map
