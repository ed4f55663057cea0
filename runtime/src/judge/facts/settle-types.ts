/**
 * What added types do when a value of them is made: an enum, or a domain whose checks compute on its value alone, does nothing that
 * matters. A domain whose check calls somebody's function, which may look anything up, does: whoever brings a text of their own
 * to such a type asks that function. So does a range that somebody's function orders: it runs where two values only meet.
 */
import type { AddedType, Catalog, TypeConduct } from '../../catalog/catalog.ts';
import { isTrustedExtension } from '../../catalog/trusted-extensions.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { refuseExpression } from './collect-facts.ts';

/** The snapshot with {@link AddedType.conduct} of every type. */
export function settleTypes(catalog: Catalog, parser: SqlParser): Catalog {
  let settled = catalog;
  // A check may convert to another domain: what is known of that one must be known first. Each round settles one such step.
  for (let changed = true; changed; ) {
    const types = settle(settled, parser);
    changed = [...types].some(([key, type]) => settled.types.get(key)?.conduct !== type.conduct);
    settled = { ...catalog, types };
  }
  return settled;
}

function settle(catalog: Catalog, parser: SqlParser): ReadonlyMap<string, AddedType> {
  const known = new Map<string, TypeConduct>();

  function conductOf(key: string): TypeConduct {
    const before = known.get(key);
    if (before !== undefined) return before;
    // Until it is known, so that nothing can go round in circles.
    known.set(key, 'acts');
    const type = catalog.types.get(key);
    const conduct = type === undefined ? 'acts' : judge(type);
    known.set(key, conduct);
    return conduct;
  }

  function judge(type: AddedType): TypeConduct {
    if (isTrustedExtension(type.extension) || type.typtype === 'e') return 'computes';
    const own = ownConduct(type, (check) => refuseExpression(check, catalog, parser) === null);
    return type.parts.map(conductOf).reduce(worse, own);
  }

  return new Map([...catalog.types].map(([key, type]) => [key, { ...type, conduct: conductOf(key) }]));
}

/** Of the type alone, whatever its parts do. */
function ownConduct(type: AddedType, computes: (check: string) => boolean): TypeConduct {
  if (type.rangeCalls) return 'acts';
  if (type.typtype === 'd') return type.checks.every(computes) ? 'computes' : 'acts';
  const isArray = type.typtype === 'b' && type.parts.length > 0;
  return isArray ? 'computes' : 'opaque';
}

function worse(a: TypeConduct, b: TypeConduct): TypeConduct {
  if (a === 'acts' || b === 'acts') return 'acts';
  return a === 'opaque' || b === 'opaque' ? 'opaque' : 'computes';
}
