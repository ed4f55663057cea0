/**
 * TABLESAMPLE. BERNOULLI takes each row by chance; but with REPEATABLE, chance is what its place in the table makes of the seed, and SYSTEM takes pages: both
 * tell where rows lie, which depends on how long others are. Whether somebody may know is decided elsewhere.
 */
import { denials } from '../denials.ts';
import { isTree, listOf, namesOf, numberOf, stringOf, type TreeValue, unwrap } from '../parse/tree.ts';
import { addedUnder } from './added-objects.ts';
import type { TableSample } from './facts.ts';
import { locationOf, type Visitor } from './walk.ts';

const METHODS: ReadonlySet<string> = new Set(['bernoulli', 'system']);

export const visitSample: Visitor = (walk, node, scope, wrapper) => {
  walk.fields('RangeTableSample', node, scope, ['relation', 'method']);
  const names = namesOf(node.method) ?? [];
  const [method = '', schema = null, ...others] = names.toReversed();
  const isBuiltIn =
    METHODS.has(method) && (schema === null || schema === 'pg_catalog') && others.length === 0;
  const added = addedUnder(walk.catalog.addedFunctions.get(method), schema, walk.catalog);
  if (!isBuiltIn || added !== 'none') {
    walk.refuse(denials.construct(`TABLESAMPLE ${names.join('.')}`), locationOf(node));
    return;
  }
  const relation = unwrap(node.relation);
  if (relation?.kind !== 'RangeVar' || wrapper === null) {
    walk.refuse(denials.construct('TABLESAMPLE of this'), locationOf(node));
    return;
  }
  const before = walk.reads.length;
  walk.node(node.relation, scope);
  const use = walk.reads[before];
  const sample: TableSample = {
    wrapper,
    location: locationOf(node),
    tellsPlaces: method !== 'bernoulli' || node.repeatable !== undefined,
    share: shareOf(node.args),
  };
  if (use !== undefined) walk.reads[before] = { ...use, sample };
};

/** One number, or a parameter; null for everything else, which could read columns of what stands before it in FROM. */
function shareOf(args: TreeValue | undefined): string | null {
  const [only, ...others] = listOf(args);
  const inner = unwrap(only);
  if (others.length > 0) return null;
  if (inner?.kind === 'ParamRef') return `$${numberOf(inner.node.number)}`;
  if (inner?.kind !== 'A_Const') return null;
  const { ival, fval } = inner.node;
  if (isTree(ival)) return String(numberOf(ival.ival));
  return isTree(fval) ? stringOf(fval.fval) : null;
}
