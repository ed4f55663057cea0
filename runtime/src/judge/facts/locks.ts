/**
 * LOCK TABLE, and the locking clauses of SELECT: which relations they lock, and which rights to them PostgreSQL asks for. Whether a caller may is
 * decided elsewhere.
 */
import { denials } from '../denials.ts';
import {
  isTree,
  listOf,
  nodesWithin,
  numberOf,
  stringOf,
  type Tree,
  type TreeValue,
  unwrap,
} from '../parse/tree.ts';
import { NO_CTES } from './cte-scope.ts';
import type { RelationLock, RelationUse } from './facts.ts';
import { lacksCondition } from './lacks-condition.ts';
import { resolveRelation } from './relations.ts';
import type { Walk } from './walk.ts';

/** Lock modes by their number (storage/lockdefs.h). What they need is that of PostgreSQL 16 and later; before, it was no less. */
const ACCESS_SHARE = 1;
const ROW_EXCLUSIVE = 3;
const ACCESS_EXCLUSIVE = 8;

/** The fields of the statement were looked at by the caller. */
export function visitLockTable(walk: Walk, node: Tree): void {
  const mode = numberOf(node.mode);
  if (mode < ACCESS_SHARE || mode > ACCESS_EXCLUSIVE) walk.refuse(denials.construct('this lock mode'));
  for (const wrapper of listOf(node.relations)) {
    const inner = unwrap(wrapper);
    if (inner?.kind !== 'RangeVar' || !isTree(wrapper)) {
      walk.refuse(denials.construct('a lock of this'));
      return;
    }
    walk.fields('RangeVar', inner.node, NO_CTES);
    const use = resolveRelation(walk, inner.node, wrapper, -1);
    if (use !== null)
      walk.locks.push({ use, ofRows: false, needs: neededFor(mode), lacksWhere: true, alone: true });
  }
}

function neededFor(mode: number): RelationLock['needs'] {
  if (mode === ACCESS_SHARE) return [];
  return mode <= ROW_EXCLUSIVE ? ['update', 'delete', 'insert'] : ['update', 'delete'];
}

/**
 * The locking clauses of one SELECT, `uses` being all that its FROM reads. Without OF, what stands in subqueries of FROM is locked too
 * (PostgreSQL: analyze.c, transformLockingClause); what a subquery only compares with is counted in, so that no name is resolved too narrowly.
 */
export function visitLockingClauses(walk: Walk, select: Tree, uses: readonly RelationUse[]): void {
  if (walk.refusal !== null) return;
  const lacksWhere = lacksCondition(select.whereClause);
  const alone = isAlone(select);
  for (const wrapper of listOf(select.lockingClause)) {
    const inner = unwrap(wrapper);
    const unknown = Object.keys(inner?.node ?? {}).find((field) => !CLAUSE_FIELDS.includes(field));
    if (inner?.kind !== 'LockingClause' || unknown !== undefined) {
      walk.refuse(denials.construct('this locking clause'));
      return;
    }
    for (const use of lockedBy(inner.node, select, uses))
      walk.locks.push({ use, ofRows: true, needs: ['update'], lacksWhere, alone });
  }
}

/**
 * A subquery's rows are locked as it gives them, so before they are joined, sorted and counted off; conditions are moved into it, but for those with queries
 * (PostgreSQL: allpaths.c, qual_is_pushdown_safe).
 */
function isAlone({ fromClause, whereClause, limitCount, limitOffset }: Tree): boolean {
  const [only, ...others] = listOf(fromClause);
  if (unwrap(only)?.kind !== 'RangeVar' || others.length > 0) return false;
  for (const { kind } of nodesWithin(whereClause)) if (kind === 'SubLink') return false;
  return limitCount === undefined && limitOffset === undefined;
}

const CLAUSE_FIELDS = ['lockedRels', 'strength', 'waitPolicy'];

function lockedBy(clause: Tree, select: Tree, uses: readonly RelationUse[]): ReadonlySet<RelationUse> {
  const names = listOf(clause.lockedRels).map((wrapper) => stringOf(unwrap(wrapper)?.node.relname));
  if (names.length === 0) return new Set(uses);
  const items = listOf(select.fromClause).flatMap(itemsOf);
  const locked = new Set<RelationUse>();
  for (const name of names) {
    const meant = items.filter((item) => item.name === name);
    // A name that is none of a relation right here may be that of a subquery.
    const areRelations = meant.length > 0 && meant.every(({ relation }) => relation !== null);
    for (const use of uses)
      if (!areRelations || meant.some(({ relation }) => relation === use.wrapper)) locked.add(use);
  }
  return locked;
}

interface FromItem {
  readonly name: string;
  /** The wrapper of a RangeVar; null for what is something else. */
  readonly relation: TreeValue | null;
}

/** What stands in FROM by itself, or joined. A JOIN is followed as deep as the walk, which came before, allowed. */
function itemsOf(wrapper: TreeValue): readonly FromItem[] {
  const inner = unwrap(wrapper);
  if (inner === null) return [];
  const { kind, node } = inner;
  const alias = isTree(node.alias) ? stringOf(node.alias.aliasname) : null;
  if (kind === 'RangeVar') return [{ name: alias ?? stringOf(node.relname), relation: wrapper }];
  const own = alias === null ? [] : [{ name: alias, relation: null }];
  if (kind !== 'JoinExpr') return own;
  return [...own, ...itemsOf(node.larg ?? null), ...itemsOf(node.rarg ?? null)];
}
