/** Which component schemas build on which others, by `allOf`. */
import type { Site } from './api-model.ts';
import type { Sites } from './sites.ts';

/** The components whose `allOf` refers to a schema, by that schema; those which build on them count too. */
export function subtypesOf(
  sites: Sites,
  components: Iterable<readonly [string, Site]>,
): ReadonlyMap<Site, readonly Site[]> {
  const direct = new Map<Site, Site[]>();
  for (const [, component] of components)
    for (const part of sites.items(sites.child(component, 'allOf'))) {
      const base = sites.resolve(part);
      if (base === null || base === part) continue;
      const known = direct.get(base);
      if (known === undefined) direct.set(base, [component]);
      else known.push(component);
    }
  const all = new Map<Site, readonly Site[]>();
  for (const base of direct.keys()) {
    // A set is walked in the order of insertion, also of what is added on the way.
    const below = new Set(direct.get(base));
    for (const site of below) for (const further of direct.get(site) ?? []) below.add(further);
    all.set(base, [...below]);
  }
  return all;
}
