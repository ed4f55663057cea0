/**
 * Functions, operators and types that were added to a database can shadow built-in ones or be chosen over them for some argument
 * types. So a name is only what it seems to be when nothing untrusted that was added could be meant by it.
 */
import type { AddedObject, Catalog } from '../../catalog/catalog.ts';
export type Added = 'none' | 'trusted' | 'untrusted';
/** What was added under a name and could be meant: in `schema`, or anywhere on the search path where it is null. */
export declare function addedUnder(
  objects: readonly AddedObject[] | undefined,
  schema: string | null,
  catalog: Catalog,
): Added;
//# sourceMappingURL=added-objects.d.ts.map
