/** The trees of masked subqueries, which come back in statement after statement: each is parsed once. */
import { BoundedCache } from '../bounded-cache.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { isTree, numberOf, type Tree, type TreeValue } from '../parse/tree.ts';

const BOUNDS = {
  /** Relations of one policy view, times the system columns that statements name. */
  maxEntries: 2_000,
  /** A relation with more masks than fit into it is parsed each time. */
  maxKeyLength: 16 * 1024,
};

export class SubqueryTrees {
  readonly #parser: SqlParser;
  readonly #trees = new BoundedCache<Tree>(BOUNDS);

  constructor(parser: SqlParser) {
    this.#parser = parser;
  }

  /** The wrapped SelectStmt of `subquery`; null where it does not parse. */
  tree(subquery: string): Tree | null {
    const known = this.#trees.get(subquery);
    if (known !== undefined) return known;
    const outcome = this.#parser.parse(subquery);
    const tree = outcome.kind === 'parsed' ? outcome.tree.stmts[0]?.stmt : undefined;
    if (tree !== undefined) this.#trees.set(subquery, tree);
    return tree ?? null;
  }

  /** The tree of `pattern` with `values` in the place of its parameters, the first in that of `$1`. */
  filled(pattern: string, values: readonly Tree[]): Tree | null {
    const tree = this.tree(pattern);
    return tree === null || values.length === 0 ? tree : fill(tree, values);
  }
}

function fill(tree: Tree, values: readonly Tree[]): Tree {
  const parameter = tree.ParamRef;
  const value = isTree(parameter) ? values[numberOf(parameter.number) - 1] : undefined;
  if (value !== undefined) return value;
  return Object.fromEntries(Object.entries(tree).map(([field, part]) => [field, fillValue(part, values)]));
}

function fillValue(value: TreeValue | undefined, values: readonly Tree[]): TreeValue | undefined {
  if (Array.isArray(value)) return value.map((item: TreeValue) => fillValue(item, values) ?? null);
  return isTree(value) ? fill(value, values) : value;
}
