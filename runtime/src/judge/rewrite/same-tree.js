/**
 * Whether a rewritten text means exactly what was intended: the original tree, with some nodes replaced. Only places in the text may
 * differ.
 */
import { isTree } from '../parse/tree.js';

/** Fields that say where something stands and nothing else. */
const PLACES = new Set([
  'location',
  'stmt_location',
  'stmt_len',
  'list_start',
  'list_end',
  'rexpr_list_start',
  'rexpr_list_end',
]);
/** `replacements` maps nodes of the original tree, by identity, to what must stand in their place. */
export function sameTree(original, rewritten, replacements) {
  const intended = isTree(original) ? (replacements.get(original) ?? original) : original;
  if (Array.isArray(intended)) {
    return (
      Array.isArray(rewritten) &&
      intended.length === rewritten.length &&
      intended.every((item, index) => sameTree(item, rewritten[index], replacements))
    );
  }
  if (!isTree(intended)) return intended === rewritten;
  if (!isTree(rewritten)) return false;
  const fields = Object.keys(intended).filter((field) => !PLACES.has(field));
  const others = Object.keys(rewritten).filter((field) => !PLACES.has(field));
  return (
    fields.length === others.length &&
    fields.every(
      (field) => Object.hasOwn(rewritten, field) && sameTree(intended[field], rewritten[field], replacements),
    )
  );
}
//# sourceMappingURL=same-tree.js.map
