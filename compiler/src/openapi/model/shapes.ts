/**
 * From sites to shapes. Each set of sites is one shape, so that schemas which refer to themselves give a graph, and what
 * can be reached is finite. It can still be exponentially more than the document; that is bounded.
 */
import { entriesOf, itemsOf, stringOf, valueAt } from '../document/document-node.ts';
import type { JsonType, Part, Shape, Site } from './api-model.ts';
import type { SchemaClosure } from './schema-closure.ts';
import type { Sites } from './sites.ts';

/** Most sites of all shapes together. */
const MOST_MEMBERS = 200_000;

const TYPES: readonly JsonType[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

/** Keywords whose schemas describe properties that are not named; `patternProperties` holds several by pattern. */
const ADDITIONAL = ['additionalProperties', 'unevaluatedProperties'] as const;

/** Keywords whose schemas describe items. */
const ITEMS = ['items', 'additionalItems', 'unevaluatedItems', 'contains'] as const;

/** A shape while it is built. */
interface Growing extends Shape {
  readonly types: Set<JsonType>;
  readonly properties: Map<string, Part>;
  additional: Part | null;
  items: Part | null;
}

export class Shapes {
  readonly #sites: Sites;
  readonly #closure: SchemaClosure;
  readonly #byKey = new Map<string, Growing>();
  readonly #unfinished: Growing[] = [];
  #members = 0;

  constructor(sites: Sites, closure: SchemaClosure) {
    this.#sites = sites;
    this.#closure = closure;
  }

  /** All shapes that were asked for and all that can be reached from them, by id. */
  get all(): readonly Shape[] {
    return [...this.#byKey.values()];
  }

  /** The part that the sites `declared` describe. */
  part(declared: readonly Site[], others: readonly Site[] = []): Part {
    const shape = this.#intern(this.#closure.of([...declared, ...others]));
    for (let next = this.#unfinished.pop(); next !== undefined; next = this.#unfinished.pop())
      this.#grow(next);
    return { declared, shape };
  }

  /** The part that the document names at `declared`, without a schema. */
  undescribed(declared: readonly Site[]): Part {
    const key = `undescribed ${declared.map(({ id }) => id).join(' ')}`;
    const shape = this.#byKey.get(key) ?? emptyShape(this.#byKey.size, declared, false);
    this.#byKey.set(key, shape);
    return { declared, shape };
  }

  /** The shape, new where it is not known yet; what is inside of it is found later. */
  #intern(sites: readonly Site[]): Growing {
    const key = sites.map(({ id }) => id).join(' ');
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const shape = emptyShape(this.#byKey.size, sites, true);
    this.#byKey.set(key, shape);
    this.#members += sites.length;
    const [first] = sites;
    if (this.#members <= MOST_MEMBERS) {
      this.#unfinished.push(shape);
      return shape;
    }
    // What is there already would make more.
    this.#unfinished.length = 0;
    const isFirst = this.#members - sites.length <= MOST_MEMBERS;
    if (isFirst && first !== undefined)
      this.#sites.report('invalid', 'the schemas combine in more ways than are followed', first, first.node);
    return shape;
  }

  #grow(shape: Growing): void {
    for (const site of shape.sites) for (const type of typesOf(site)) shape.types.add(type);
    shape.additional = this.#inner(shape.sites.flatMap((site) => this.#additionalOf(site)));
    shape.items = this.#inner(shape.sites.flatMap((site) => this.#itemsOf(site)));
    this.#growProperties(shape);
  }

  #inner(declared: readonly Site[]): Part | null {
    return declared.length === 0 ? null : { declared, shape: this.#intern(this.#closure.of(declared)) };
  }

  /** What one schema names is, to another of them, a property that is not named. */
  #growProperties(shape: Growing): void {
    const declared = new Map<string, Map<Site, Site>>();
    for (const site of shape.sites)
      for (const [name, property] of this.#sites.entries(this.#sites.child(site, 'properties'))) {
        const known = declared.get(name) ?? new Map<Site, Site>();
        declared.set(name, known.set(site, property));
      }
    const unnamed = shape.sites
      .map((site) => ({ site, additional: this.#additionalOf(site) }))
      .filter(({ additional }) => additional.length > 0);
    for (const [name, bySite] of declared) {
      const others = unnamed.flatMap(({ site, additional }) => (bySite.has(site) ? [] : additional));
      const sites = [...bySite.values()];
      const inner = this.#intern(this.#closure.of([...sites, ...others]));
      shape.properties.set(name, { declared: sites, shape: inner });
    }
  }

  #additionalOf(site: Site): readonly Site[] {
    const single = ADDITIONAL.map((keyword) => this.#sites.child(site, keyword)).filter(isSchema);
    const patterns = [...this.#sites.entries(this.#sites.child(site, 'patternProperties'))];
    return [...single, ...patterns.map(([, pattern]) => pattern)];
  }

  #itemsOf(site: Site): readonly Site[] {
    const single = ITEMS.map((keyword) => this.#sites.child(site, keyword)).filter(isSchema);
    return [...single, ...this.#sites.items(this.#sites.child(site, 'prefixItems'))];
  }
}

function emptyShape(id: number, sites: readonly Site[], isDescribed: boolean): Growing {
  const nothing = { types: new Set<JsonType>(), properties: new Map(), additional: null, items: null };
  return { id, sites, ...nothing, isDescribed };
}

/** `true` and `false` describe nothing. */
function isSchema(site: Site | null): site is Site {
  return site?.node.kind === 'map';
}

/** The types that one schema names, or that what it says is about. */
function* typesOf({ node }: Site): Iterable<JsonType> {
  const type = valueAt(node, 'type');
  const named = [stringOf(type), ...itemsOf(type).map(stringOf)];
  let isNamed = false;
  for (const candidate of TYPES)
    if (named.includes(candidate)) {
      isNamed = true;
      yield candidate;
    }
  const nullable = valueAt(node, 'nullable');
  if (nullable?.kind === 'scalar' && nullable.value === true) yield 'null';
  if (isNamed) return;
  for (const [keyword] of entriesOf(node)) {
    if (/^(?:properties|additionalProperties|patternProperties)$/.test(keyword)) yield 'object';
    if (/^(?:items|prefixItems)$/.test(keyword)) yield 'array';
  }
  for (const value of [...itemsOf(valueAt(node, 'enum')), valueAt(node, 'const')])
    if (value?.kind === 'scalar') yield typeOfValue(value.value);
}

function typeOfValue(value: string | number | boolean | null): JsonType {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'string' ? 'string' : 'boolean';
}
