/** What a statement reads and writes, kept while it is read; and how much work that may be. */
import { type Action, relationKey } from '@dlpc/runtime/abi';
import type { CatalogRelation } from './catalog.ts';
import type { Lineage, Origin } from './lineage.ts';

/** Steps of reading: a query of a thousand columns takes some ten thousand. */
const MOST_STEPS = 500_000;

export interface Access {
  readonly relation: CatalogRelation;
  readonly actions: Set<Action>;
}

export class ReadLog {
  readonly #accesses = new Map<string, Access>();
  readonly #unknown = new Set<string>();
  #steps = 0;

  /** By relation, in the order in which they were met. */
  get accesses(): Iterable<Access> {
    return this.#accesses.values();
  }

  /** Names that lead to no relation of the catalog, as they stand in the text. */
  get unknown(): ReadonlySet<string> {
    return this.#unknown;
  }

  /** Counts one step; false once there were too many, after which nothing more is to be looked into. */
  step(): boolean {
    this.#steps += 1;
    return this.#steps <= MOST_STEPS;
  }

  add(relation: CatalogRelation, action: Action): void {
    const key = relationKey(relation.schema, relation.name);
    const access = this.#accesses.get(key) ?? { relation, actions: new Set() };
    this.#accesses.set(key, access);
    access.actions.add(action);
  }

  addUnknown(name: string): void {
    this.#unknown.add(name);
  }

  /** The origins of a lineage: where it is opaque, those of every column of every relation. To be asked in the end. */
  originsOf({ origins, opaque }: Lineage): ReadonlySet<Origin> {
    if (opaque === null) return origins;
    const all = [...this.#accesses.values()].flatMap(({ relation }) => relation.columns);
    return new Set([...origins, ...all.map((column) => column.origin)]);
  }
}
