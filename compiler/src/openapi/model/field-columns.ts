/**
 * The fields of an API as columns of tables, so that all that is known of labels, masks and treatments holds for both.
 *
 * Each component schema and each operation is a relation. A site at which a property is written is a column of the one in
 * whose text it stands; what a reference to another component leads to is that component's. A name leads from property to
 * property, through lists, maps and unions; sites with one name are one column.
 */

import { nameText } from '@dlpc/language';
import type { Column, Relation } from '../../schema/model.ts';
import { pointerNames } from '../document/pointer.ts';
import type { ApiObject, FieldColumn, Part, Shape, Site } from './api-model.ts';
import { fieldType } from './field-type.ts';
import { holdsValues } from './holds-values.ts';
import type { Shapes } from './shapes.ts';

/** The schema of relations that stand for component schemas. */
export const SCHEMAS = 'schemas';

/** The schema of relations that stand for operations. */
export const OPERATIONS = 'operations';

/** The name of what a component schema, or what bodies of an operation hold, as a whole. */
export const WHOLE = '$';

/** The name of properties that are not named. */
const UNNAMED = '*';

export interface FieldColumns {
  readonly relations: readonly Relation[];
  /** By the id of the site. */
  readonly columns: ReadonlyMap<number, FieldColumn>;
}

/** Finds the columns of `objects`, in their order. `roots` are the sites of the component schemas. */
export function fieldColumns(
  objects: Iterable<ApiObject>,
  roots: ReadonlyMap<string, Site>,
  shapes: Shapes,
): FieldColumns {
  const columns = new Map<number, FieldColumn>();
  const componentSites = new Set([...roots.values()].map(({ id }) => id));
  const walks = [...objects].map((object) => new Walk(object, columns, componentSites, roots, shapes));
  for (const walk of walks) walk.run();
  // What stands in a component but is reached from another one alone, for instance through its `$defs`.
  for (const walk of walks) walk.claimTheRest();
  return { relations: walks.map((walk) => walk.relation()), columns };
}

class Walk {
  readonly #object: ApiObject;
  readonly #columns: Map<number, FieldColumn>;
  readonly #components: ReadonlySet<number>;
  readonly #roots: ReadonlyMap<string, Site>;
  readonly #shapes: Shapes;
  /** Sites of this object's columns, by name. */
  readonly #found = new Map<string, Site[]>();

  constructor(
    object: ApiObject,
    columns: Map<number, FieldColumn>,
    components: ReadonlySet<number>,
    roots: ReadonlyMap<string, Site>,
    shapes: Shapes,
  ) {
    this.#object = object;
    this.#columns = columns;
    this.#components = components;
    this.#roots = roots;
    this.#shapes = shapes;
  }

  /** Claims the sites that stand in this object's own text. */
  run(): void {
    const { kind, name, starts, parameters, bodies } = this.#object;
    const root = kind === 'schema' ? this.#roots.get(name) : undefined;
    if (root !== undefined) this.#claim(root, WHOLE);
    const left: { readonly shape: Shape; readonly path: string }[] = [];
    const walkInto = (part: Part, path: string): void => {
      let isNew = false;
      for (const site of part.declared) isNew = this.#claim(site, path) || isNew;
      if (isNew) left.push({ shape: part.shape, path });
    };
    for (const [parameter, parts] of parameters)
      for (const part of parts) walkInto(part, nameText(parameter));
    for (const { declared, shape } of bodies)
      if (holdsValues(shape)) for (const site of declared) this.#claim(site, WHOLE);
    for (const shape of starts) left.push({ shape, path: '' });

    const seen = new Set<string>();
    // An array is walked in its order, also of what is added on the way: short names come first.
    for (const { shape, path } of left) {
      const key = `${shape.id} ${path}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const below = (step: string) => (path === '' ? step : `${path}.${step}`);
      for (const [property, part] of shape.properties) walkInto(this.#own(part), below(nameText(property)));
      if (shape.additional !== null) walkInto(this.#own(shape.additional), below(UNNAMED));
      if (shape.items !== null && this.#isOwn(shape.items.declared))
        left.push({ shape: shape.items.shape, path });
    }
  }

  /** Claims every site that can be reached from here and is nobody's yet. */
  claimTheRest(): void {
    const starts = [
      ...this.#object.starts,
      ...[...this.#object.parameters.values()].flat().map((p) => p.shape),
    ];
    const left = starts.map((shape) => ({ shape, path: '' }));
    const seen = new Set(starts);
    for (const { shape, path } of left) {
      const inner: (readonly [string, Part])[] = [...shape.properties].map(([name, part]) => [
        nameText(name),
        part,
      ]);
      if (shape.additional !== null) inner.push([UNNAMED, shape.additional]);
      for (const [step, part] of inner) {
        const below = path === '' ? step : `${path}.${step}`;
        for (const site of part.declared) this.#claim(site, below);
        if (!seen.has(part.shape)) left.push({ shape: part.shape, path: below });
        seen.add(part.shape);
      }
      if (shape.items !== null && !seen.has(shape.items.shape)) {
        seen.add(shape.items.shape);
        left.push({ shape: shape.items.shape, path });
      }
    }
  }

  relation(): Relation {
    const { kind, name } = this.#object;
    const columns: Column[] = [...this.#found].map(([path, sites]) => ({
      name: path,
      type: fieldType(this.#shapes.part(sites).shape),
      notNull: false,
      derivation: null,
    }));
    return { schema: kind === 'schema' ? SCHEMAS : OPERATIONS, name, kind, columns, parents: [], rows: null };
  }

  /** Without the sites that are a component's own. */
  #own(part: Part): Part {
    return { ...part, declared: part.declared.filter((site) => this.#belongsHere(site)) };
  }

  #isOwn(declared: readonly Site[]): boolean {
    return declared.some((site) => this.#belongsHere(site));
  }

  /** Whether a site is written in this object's text, or in that of no component. */
  #belongsHere({ file, pointer }: Site): boolean {
    const [components, schemas, owner] = pointerNames(pointer.split('/', 4).join('/')) ?? [];
    if (components !== 'components' || schemas !== 'schemas' || owner === undefined) return true;
    if (this.#roots.get(owner)?.file !== file) return true;
    return this.#object.kind === 'schema' && owner === this.#object.name;
  }

  /** Makes a site a part of a column, unless it is one already. */
  #claim(site: Site, path: string): boolean {
    if (this.#columns.has(site.id) || (this.#components.has(site.id) && path !== WHOLE)) return false;
    this.#columns.set(site.id, { object: this.#object.name, name: path });
    const sites = this.#found.get(path);
    if (sites === undefined) this.#found.set(path, [site]);
    else sites.push(site);
    return true;
  }
}
