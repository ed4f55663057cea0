/** Indexes, and the constraints that are kept by one: what they compare, and what they compute. */
import type { LiveIndex } from '@dlpc/runtime/catalog/catalog';
import type { Constraint, IndexStmt, Node } from 'libpg-query';
import type { RelationState } from '../../schema/ddl/relation-state.ts';
import { as, strings } from '../../schema/parse/node.ts';
import { columnsIn, firstLocation, inOrder } from './expression-tree.ts';
import type { Observing } from './observing.ts';

export function observeIndex(seen: Observing, statement: IndexStmt): void {
  const relation = seen.find(statement.relation);
  if (relation === null) return;
  const { indexParams = [], whereClause, accessMethod, unique, nulls_not_distinct, idxname } = statement;
  const at = firstLocation(whereClause);
  const elements = indexParams.map((node) => as('IndexElem', node) ?? {});
  const names = elements.map(({ name = 'expr' }) => name);
  addIndex(seen, relation, idxname ?? `${relation.name}_${names.join('_')}_idx`, {
    method: accessMethod ?? 'btree',
    compares: unique === true,
    unique: unique === true,
    keys: elements.flatMap(({ name }) => name ?? []),
    columns: columnsOf(relation, [indexParams, statement.indexIncludingParams, whereClause]),
    expressions: [
      ...expressionsOf(seen, elements, (statement.relation?.location ?? 0) + 1),
      ...texts(at === null ? null : seen.text.around(at, 'where')),
    ],
    nullsDistinct: nulls_not_distinct !== true,
  });
}

/** PRIMARY KEY, UNIQUE and EXCLUDE. One that is made of an index adds none. `column`: the column whose definition it is part of. */
export function observeIndexConstraint(
  seen: Observing,
  relation: RelationState,
  constraint: Constraint,
  column: string | null,
): void {
  const { contype, conname, keys, including, exclusions, indexname, where_clause, location = 0 } = constraint;
  if (indexname !== undefined) return;
  const names = column === null ? strings(keys) : [column];
  if (contype === 'CONSTR_EXCLUSION') {
    const elements = (exclusions ?? []).map((node) => as('IndexElem', as('List', node)?.items?.[0]) ?? {});
    const plain = elements.flatMap(({ name }) => name ?? []);
    addIndex(seen, relation, conname ?? `${relation.name}_${plain.join('_')}_excl`, {
      method: constraint.access_method ?? 'btree',
      compares: true,
      unique: false,
      keys: plain,
      columns: columnsOf(relation, [exclusions, where_clause]),
      expressions: [
        ...expressionsOf(seen, elements, location),
        ...texts(where_clause === undefined ? null : seen.text.parenthesisedAfter('where', location)),
      ],
      nullsDistinct: true,
    });
    return;
  }
  const suffix = contype === 'CONSTR_PRIMARY' ? 'pkey' : `${names.join('_')}_key`;
  addIndex(seen, relation, conname ?? `${relation.name}_${suffix}`, {
    method: 'btree',
    compares: true,
    unique: true,
    keys: names,
    columns: inOrder(new Set([...names, ...strings(including)]), relation),
    expressions: [],
    nullsDistinct: constraint.nulls_not_distinct !== true,
  });
}

/** Two of one name are told apart: both are there. */
function addIndex(
  { surroundings }: Observing,
  relation: RelationState,
  base: string,
  index: LiveIndex,
): void {
  const { indexes } = surroundings.of(relation);
  let name = base;
  for (let number = 1; indexes.has(name); number += 1) name = `${base}${number}`;
  indexes.set(name, index);
}

function columnsOf(relation: RelationState, trees: unknown): readonly string[] {
  const named = new Set(columnsIn(trees, relation));
  for (const node of elementsIn(trees)) if (node.name !== undefined) named.add(node.name);
  return inOrder(named, relation);
}

function elementsIn(trees: unknown): readonly { readonly name?: string }[] {
  if (Array.isArray(trees)) return trees.flatMap(elementsIn);
  if (typeof trees !== 'object' || trees === null) return [];
  const node = trees as Node;
  const list = as('List', node);
  if (list !== null) return elementsIn(list.items);
  const element = as('IndexElem', node);
  return element === null ? [] : [element];
}

/** Those of the elements that are expressions, cut out of the parentheses behind the byte `from`. */
function expressionsOf(
  seen: Observing,
  elements: readonly { readonly expr?: Node }[],
  from: number,
): readonly string[] {
  if (elements.every(({ expr }) => expr === undefined)) return [];
  const parts = seen.text.indexExpressions(from);
  return elements.flatMap(({ expr }, place) => (expr === undefined ? [] : texts(parts[place] ?? null)));
}

function texts(text: string | null): readonly string[] {
  return text === null ? [] : [text];
}
