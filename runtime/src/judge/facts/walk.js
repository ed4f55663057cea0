import { denials } from '../denials.js';
import { isTree, listOf, numberOf, unwrap } from '../parse/tree.js';
import { nodeShapes } from './shapes.js';

/** Nodes inside one another; a statement of people or of an object mapper stays far below. */
const MAX_DEPTH = 400;
export class Walk {
  reads = [];
  unqualifiedCalls = [];
  schemaColumns = [];
  systemColumns = new Set();
  givenNames = new Set();
  usesStar = false;
  refusal = null;
  catalog;
  #visitors;
  #depth = 0;
  constructor(catalog, visitors) {
    this.catalog = catalog;
    this.#visitors = visitors;
  }
  refuse(denial, location = -1) {
    this.refusal ??= { denial, location };
  }
  /** A wrapped node; absent and empty are nothing. */
  node(wrapper, scope) {
    if (wrapper === undefined || (isTree(wrapper) && Object.keys(wrapper).length === 0)) return;
    const inner = unwrap(wrapper);
    if (inner === null || !isTree(wrapper)) this.refuse(denials.construct('a part of the statement'));
    else this.visit(inner.kind, inner.node, scope, wrapper);
  }
  nodes(list, scope) {
    for (const item of listOf(list)) this.node(item, scope);
  }
  /** A node of a known kind, by its visitor where it has one. */
  visit(kind, node, scope, wrapper = null) {
    if (this.refusal !== null) return;
    if (this.#depth >= MAX_DEPTH) {
      this.refuse(denials.tooDeep());
      return;
    }
    this.#depth += 1;
    const visitor = this.#visitors.get(kind);
    if (visitor === undefined) this.fields(kind, node, scope);
    else visitor(this, node, scope, wrapper);
    this.#depth -= 1;
  }
  /** Every field of a node by its row in the table, but those in `done`, which the visitor went through itself. */
  fields(kind, node, scope, done = []) {
    const shape = nodeShapes[kind];
    if (shape === undefined) {
      this.refuse(denials.construct(readableKind(kind)), locationOf(node));
      return;
    }
    for (const [field, value] of Object.entries(node)) {
      const is = Object.hasOwn(shape, field) ? shape[field] : undefined;
      if (is === undefined) {
        this.refuse(denials.construct(`${readableKind(kind)} with ${field}`), locationOf(node));
      } else if (!done.includes(field)) {
        this.#field(is, value, node, scope);
      }
    }
  }
  /** Scalars read nothing: names and flags that visitors look at where they matter. */
  #field(is, value, node, scope) {
    if (is === 'node') this.node(value, scope);
    else if (is === 'nodes') this.nodes(value, scope);
    else if (is === 'scalar') return;
    else if ('refused' in is) this.refuse(denials.construct(is.refused), locationOf(node));
    else if (isTree(value)) this.visit(is.is, value, scope);
  }
}
export function locationOf(node) {
  return node.location === undefined ? -1 : numberOf(node.location);
}
/** `RangeTableFunc` as people would say it; the node's own name where nobody has a better one. */
function readableKind(kind) {
  return readable.get(kind) ?? `the construct ${kind}`;
}
const readable = new Map([
  ['RangeTableFunc', 'XMLTABLE'],
  ['RangeTableSample', 'TABLESAMPLE'],
  ['JsonTable', 'JSON_TABLE'],
  ['CurrentOfExpr', 'WHERE CURRENT OF'],
  ['SetToDefault', 'DEFAULT'],
  ['InsertStmt', 'INSERT inside a query'],
  ['UpdateStmt', 'UPDATE inside a query'],
  ['DeleteStmt', 'DELETE inside a query'],
  ['MergeStmt', 'MERGE inside a query'],
]);
//# sourceMappingURL=walk.js.map
