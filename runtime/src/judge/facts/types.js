/**
 * TypeName: a conversion runs the input or cast function of its type. Built-in types are known; of added ones, enums have only
 * built-in functions, and those of trusted extensions are known too. A domain's CHECK may call anything.
 */
import { isTrustedExtension } from '../../catalog/trusted-extensions.js';
import { denials } from '../denials.js';
import { isHarmlessType } from '../known/types.js';
import { namesOf } from '../parse/tree.js';
import { locationOf } from './walk.js';
export const visitTypeName = (walk, node, scope) => {
  walk.fields('TypeName', node, scope);
  const names = namesOf(node.names);
  const name = names?.at(-1);
  if (names === null || name === undefined || names.length > 2) {
    walk.refuse(denials.construct('this type'), locationOf(node));
    return;
  }
  const schema = names.length === 2 ? (names[0] ?? '') : null;
  // pg_catalog is searched first, so that a built-in type cannot be shadowed.
  if ((schema === null || schema === 'pg_catalog') && isHarmlessType(name)) return;
  const meant = (walk.catalog.addedTypes.get(name) ?? []).filter((type) =>
    schema === null ? walk.catalog.searchPath.includes(type.schema) : type.schema === schema,
  );
  const harmless =
    meant.length > 0 && meant.every((t) => t.typtype === 'e' || isTrustedExtension(t.extension));
  if (!harmless) walk.refuse(denials.type(names.join('.')), locationOf(node));
};
//# sourceMappingURL=types.js.map
