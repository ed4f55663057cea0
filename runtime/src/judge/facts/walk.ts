/**
 * One walk over a statement's tree by the table of shapes. It knows how to go through nodes; what a node means is said by the
 * visitor of its kind. The first thing that cannot be judged is kept as the refusal; the walk itself never throws.
 */
import type { Catalog } from '../../catalog/catalog.ts';
import type { Denial } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import { isTree, listOf, numberOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { ColumnNameCollector } from './column-names.ts';
import type { CteScope } from './cte-scope.ts';
import type {
  CopiedRelation,
  GuardedCalls,
  LockedQuery,
  Lookup,
  RelationLock,
  RelationUse,
  RelationWrite,
  SequenceCall,
} from './facts.ts';
import { type FieldShape, nodeShapes } from './shapes.ts';

/** Nodes inside one another; a statement of people or of an object mapper stays far below. */
const MAX_DEPTH = 400;

/** Says what a node of one kind means, and goes on into its fields by `walk.fields`. */
export type Visitor = (walk: Walk, node: Tree, scope: CteScope, wrapper: Tree | null) => void;

export interface Refusal {
  readonly denial: Denial;
  /** Bytes of UTF-8 into the text; -1 where no place is to blame. */
  readonly location: number;
}

export class Walk {
  readonly reads: RelationUse[] = [];
  readonly writes: RelationWrite[] = [];
  /** Whether INSERT, UPDATE, DELETE and MERGE may stand in the WITH of the statement. */
  mayWriteInWith = false;
  copied: CopiedRelation | null = null;
  readonly locks: RelationLock[] = [];
  readonly lockedQueries: LockedQuery[] = [];
  readonly lookups: Lookup[] = [];
  /** How often each parameter stands in the statement. */
  readonly parameters = new Map<number, number>();
  readonly unqualifiedCalls: Tree[] = [];
  readonly calls = {
    sequences: [] as SequenceCall[],
    apart: [] as { readonly name: string; readonly location: number }[],
    settings: [] as Tree[],
  } satisfies GuardedCalls;
  readonly schemaColumns: Tree[] = [];
  /** Settings that columns name, by the node of the column. */
  readonly settingNames = new Map<Tree, string>();
  readonly systemColumns = new Set<string>();
  readonly givenNames = new Set<string>();
  readonly columnNames = new ColumnNameCollector();
  /** Wrappers of relations that are written as `TABLE name`. */
  readonly tableForms = new Set<TreeValue>();
  usesStar = false;
  /** Set where the value of a constant decided something. */
  constantsMatter = false;
  refusal: Refusal | null = null;
  readonly catalog: Catalog;
  /** Built-in functions that are refused elsewhere and harmless here. */
  readonly alsoHarmless: ReadonlySet<string>;
  readonly #visitors: ReadonlyMap<string, Visitor>;
  #depth = 0;

  constructor(
    catalog: Catalog,
    visitors: ReadonlyMap<string, Visitor>,
    alsoHarmless: ReadonlySet<string> = new Set(),
  ) {
    this.catalog = catalog;
    this.alsoHarmless = alsoHarmless;
    this.#visitors = visitors;
  }

  refuse(denial: Denial, location = -1): void {
    this.refusal ??= { denial, location };
  }

  /**
   * Look-ups that may stand elsewhere in the text without another type for a parameter: the server infers it from the first
   * place that it comes to, so that one which stands in several must stay (PostgreSQL: parse_param.c, variable_coerce_param_hook).
   */
  lookupsThatKeepTypes(): readonly Lookup[] {
    return this.lookups.filter(({ parameters }) =>
      parameters.every((number) => this.parameters.get(number) === 1),
    );
  }

  /** A wrapped node; absent and empty are nothing. */
  node(wrapper: TreeValue | undefined, scope: CteScope): void {
    if (wrapper === undefined || (isTree(wrapper) && Object.keys(wrapper).length === 0)) return;
    const inner = unwrap(wrapper);
    if (inner === null || !isTree(wrapper)) this.refuse(denials.construct('a part of the statement'));
    else this.visit(inner.kind, inner.node, scope, wrapper);
  }

  nodes(list: TreeValue | undefined, scope: CteScope): void {
    for (const item of listOf(list)) this.node(item, scope);
  }

  /** A node of a known kind, by its visitor where it has one. */
  visit(kind: string, node: Tree, scope: CteScope, wrapper: Tree | null = null): void {
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
  fields(kind: string, node: Tree, scope: CteScope, done: readonly string[] = []): void {
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
  #field(is: FieldShape, value: TreeValue | undefined, node: Tree, scope: CteScope): void {
    if (is === 'node') this.node(value, scope);
    else if (is === 'nodes') this.nodes(value, scope);
    else if (is === 'scalar') return;
    else if ('refused' in is) this.refuse(denials.construct(is.refused), locationOf(node));
    else if (isTree(value)) this.visit(is.is, value, scope);
  }
}

export function locationOf(node: Tree): number {
  return node.location === undefined ? -1 : numberOf(node.location);
}

/** `SetToDefault` as people would say it; the node's own name where nobody has a better one. */
function readableKind(kind: string): string {
  return readable.get(kind) ?? `the construct ${kind}`;
}

const readable: ReadonlyMap<string, string> = new Map([
  ['SetToDefault', 'DEFAULT'],
  ['InsertStmt', 'INSERT inside a query'],
  ['UpdateStmt', 'UPDATE inside a query'],
  ['DeleteStmt', 'DELETE inside a query'],
  ['MergeStmt', 'MERGE inside a query'],
]);
