import { isTrustedExtension } from '../../catalog/trusted-extensions.js';
/** What was added under a name and could be meant: in `schema`, or anywhere on the search path where it is null. */
export function addedUnder(objects, schema, catalog) {
  const meant = (objects ?? []).filter((object) =>
    schema === null ? catalog.searchPath.includes(object.schema) : object.schema === schema,
  );
  if (meant.length === 0) return 'none';
  return meant.every((object) => isTrustedExtension(object.extension)) ? 'trusted' : 'untrusted';
}
//# sourceMappingURL=added-objects.js.map
