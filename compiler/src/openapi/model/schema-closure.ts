/**
 * All the sites that describe one value: a schema, what it refers to, and each part of its `allOf`, `oneOf` and `anyOf`.
 * Which part of a union a value follows cannot be known before it is there, so that all count.
 */
import { stringOf, valueAt } from '../document/document-node.ts';
import type { Site } from './api-model.ts';
import type { Sites } from './sites.ts';

/** Keywords whose value is a list of schemas for the same value. */
const LISTS = ['allOf', 'oneOf', 'anyOf'] as const;

/** Keywords whose value is one schema for the same value. */
const SINGLES = ['if', 'then', 'else'] as const;

/** Keywords that would lead to schemas in ways that are not followed: what is not seen could not be masked. */
const UNREAD = ['$dynamicRef', '$recursiveRef', '$id'] as const;

/** A site, and whether a discriminator there speaks of this value: a part of an `allOf` is no base by itself. */
interface Reached {
  readonly site: Site;
  readonly isBase: boolean;
}

export class SchemaClosure {
  readonly #sites: Sites;
  readonly #subtypes: ReadonlyMap<Site, readonly Site[]>;

  /** @param subtypes schemas that take another one into their `allOf`, by that one */
  constructor(sites: Sites, subtypes: ReadonlyMap<Site, readonly Site[]>) {
    this.#sites = sites;
    this.#subtypes = subtypes;
  }

  /** The closure of `starts`, ordered by id. */
  of(starts: Iterable<Site>): readonly Site[] {
    const reached = new Map<Site, boolean>();
    const left: Reached[] = [...starts].map((site) => ({ site, isBase: true }));
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const before = reached.get(next.site);
      if (before === true || before === next.isBase) continue;
      reached.set(next.site, next.isBase);
      left.push(...this.#parts(next));
    }
    return [...reached.keys()].sort((a, b) => a.id - b.id);
  }

  *#parts({ site, isBase }: Reached): Iterable<Reached> {
    const { node } = site;
    if (node.kind !== 'map') {
      // In 3.1 `true` and `false` are schemas.
      if (node.kind !== 'scalar' || typeof node.value !== 'boolean')
        this.#sites.report('invalid', 'a schema is a map', site, node);
      return;
    }
    for (const keyword of UNREAD) {
      const value = valueAt(node, keyword);
      if (value !== null)
        this.#sites.report('invalid', `\`${keyword}\` is not read: use \`$ref\``, site, value);
    }
    const target = this.#sites.target(site);
    if (target !== null) yield { site: target, isBase };
    for (const keyword of LISTS)
      for (const part of this.#sites.items(this.#sites.child(site, keyword)))
        yield { site: part, isBase: isBase && keyword !== 'allOf' };
    for (const keyword of SINGLES) {
      const part = this.#sites.child(site, keyword);
      if (part !== null) yield { site: part, isBase };
    }
    for (const [, part] of this.#sites.entries(this.#sites.child(site, 'dependentSchemas')))
      yield { site: part, isBase };
    if (isBase) yield* this.#discriminated(site);
  }

  /** With a discriminator, a value may follow any schema that builds on this one (OpenAPI, section "Discriminator Object"). */
  *#discriminated(site: Site): Iterable<Reached> {
    const discriminator = this.#sites.child(site, 'discriminator');
    if (discriminator === null) return;
    for (const subtype of this.#subtypes.get(site) ?? []) yield { site: subtype, isBase: true };
    for (const [, { node }] of this.#sites.entries(this.#sites.child(discriminator, 'mapping'))) {
      const text = stringOf(node);
      if (text === null) continue;
      const reference = /^[A-Za-z0-9._-]+$/.test(text) ? `#/components/schemas/${text}` : text;
      const target = this.#sites.follow(reference, site, node);
      if (target !== null) yield { site: target, isBase: true };
    }
  }
}
