/** What a statement writes into each column of its target. */
import type { Node } from 'libpg-query';
import { as } from '../parse/node.ts';
import type { CatalogRelation } from './catalog.ts';
import { type Lineage, opaque, union } from './lineage.ts';
import type { ScopeTable } from './scope.ts';

export class Written {
  readonly #names: readonly string[];
  readonly #byColumn = new Map<string, Lineage[]>();

  constructor({ columns }: CatalogRelation) {
    this.#names = columns.map(({ name }) => name);
  }

  /** INSERT: columns by name, or all in their order. `sources` is null where they cannot be told. */
  insert(columns: readonly Node[] | undefined, sources: readonly { readonly value: Lineage }[] | null): void {
    const targets = columns?.map((node) => as('ResTarget', node)?.name ?? '') ?? this.#names;
    for (const [index, name] of targets.entries())
      if (sources === null) this.#add(name, opaque('what is inserted cannot be told'));
      else if (sources[index] !== undefined) this.#add(name, sources[index].value);
  }

  /** SET, with the lineage of each source. */
  set(targets: readonly Node[] | undefined, lineage: (value: Node | undefined) => Lineage): void {
    for (const node of targets ?? []) {
      const target = as('ResTarget', node);
      if (target !== null) this.#add(target.name ?? '', lineage(target.val));
    }
  }

  /** Of everything that is written. */
  get all(): Lineage {
    return union([...this.#byColumn.values()].flat());
  }

  /** The target once it is written. Defaults, triggers and generated columns may take from all that is written. */
  tableAfter(table: ScopeTable): ScopeTable {
    const { all } = this;
    const columns = table.columns?.map((column, index) => {
      const written = this.#byColumn.get(this.#names[index] ?? '');
      return { ...column, value: union([column.value, ...(written ?? [all])]) };
    });
    return { ...table, columns: columns ?? null };
  }

  #add(name: string, lineage: Lineage): void {
    const known = this.#byColumn.get(name);
    if (known === undefined) this.#byColumn.set(name, [lineage]);
    else known.push(lineage);
  }
}
