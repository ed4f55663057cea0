/**
 * MERGE, which a policy knows as what it does: each WHEN clause is an INSERT, an UPDATE or a DELETE of its own. Its source is read like any relation in
 * FROM; its target, which its condition compares with, is written as it is.
 */
import { denials } from '../denials.ts';
import { listOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import type { CteScope } from './cte-scope.ts';
import type { RowsChange } from './facts.ts';
import { lacksCondition } from './lacks-condition.ts';
import type { Walk } from './walk.ts';
import { assigned, assignedTo, begin, updatingBy, visitReturning, write } from './writes.ts';

export function visitMerge(walk: Walk, node: Tree, outer: CteScope): void {
  const { sourceRelation, joinCondition, mergeWhenClauses, returningClause } = node;
  const fields = ['sourceRelation', 'joinCondition', 'mergeWhenClauses', 'returningClause'];
  const scope = begin(walk, node, outer, fields);
  walk.node(sourceRelation, scope);
  walk.node(joinCondition, scope);
  const changes: RowsChange[] = [];
  let bySource = false;
  const reading: TreeValue[] = [joinCondition ?? null];
  for (const wrapper of listOf(mergeWhenClauses)) {
    const inner = unwrap(wrapper);
    const clause = inner?.node ?? {};
    const unknown = Object.keys(clause).find((field) => !CLAUSE_FIELDS.includes(field));
    if (inner?.kind !== 'MergeWhenClause' || unknown !== undefined) {
      walk.refuse(denials.construct('this WHEN clause of MERGE'));
      return;
    }
    walk.node(clause.condition, scope);
    walk.nodes(clause.values, scope);
    assigned(walk, clause.targetList, scope);
    // The target has no row where an INSERT is made, so that its names mean nothing there.
    if (clause.matchKind !== 'MERGE_WHEN_NOT_MATCHED_BY_TARGET') reading.push(clause.condition ?? null);
    bySource ||= clause.matchKind === 'MERGE_WHEN_NOT_MATCHED_BY_SOURCE';
    const change = changeOf(clause, joinCondition);
    if (change === 'unknown') walk.refuse(denials.construct('this action of MERGE'));
    else if (change !== null) changes.push(change);
    if (change !== null && change !== 'unknown' && change.action === 'update')
      reading.push(...(change.values?.flat() ?? []));
  }
  visitReturning(walk, returningClause, scope);
  write(walk, node, outer, { changes, reading, readsTarget: true, merge: { bySource } });
}

const CLAUSE_FIELDS = ['matchKind', 'commandType', 'override', 'condition', 'targetList', 'values'];

/** Null for DO NOTHING. */
function changeOf(clause: Tree, joinCondition: TreeValue | undefined): RowsChange | 'unknown' | null {
  const { matchKind, commandType, condition, targetList, values } = clause;
  // Rows that no row of the source matches are all that the condition of the join does not choose.
  const isChosen =
    !lacksCondition(condition) || (matchKind === 'MERGE_WHEN_MATCHED' && !lacksCondition(joinCondition));
  switch (stringOf(commandType)) {
    case 'CMD_NOTHING':
      return null;
    case 'CMD_DELETE':
      return { action: 'delete', lacksWhere: !isChosen, columns: [], inPart: [], values: [] };
    case 'CMD_UPDATE':
      return updatingBy(targetList, !isChosen);
    case 'CMD_INSERT': {
      const { names, inPart } = assignedTo(targetList);
      const rows = values === undefined ? [] : [listOf(values)];
      const columns = targetList === undefined && values !== undefined ? null : names;
      return { action: 'insert', lacksWhere: false, columns, inPart, values: rows };
    }
    default:
      return 'unknown';
  }
}
