/**
 * DLP4012: a `deny` or `filter` on a child table, or a `mask` of a child's column, that does not hold where its rows are reached
 * through a parent. Reading a table with children reads their rows, and PostgreSQL asks for no right on a child; to
 * whoever may read the parent, the statement on the child would be a promise that nothing keeps.
 */
import { diagnostic } from '@dlpc/language';
import type { Action, Effect } from '@dlpc/runtime/abi';
import { ancestorsOf } from '../../bind/inheritance.ts';
import { relationText } from '../../bind/names.ts';
import { type Part, partText } from '../../bind/parts.ts';
import type { ColumnTarget, Policy, Source } from '../../bind/program.ts';
import type { Relation } from '../../schema/model.ts';
import type { Command, CommandIndex } from '../command-index.ts';
import type { SettledFilter } from '../filters/settled-filters.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Callers } from '../satisfy/caller-space.ts';
import { sayText } from '../treatments/say-text.ts';
import type { SettledSay, SettledSource } from '../treatments/settled.ts';

/** Rows are inserted into the table that is named; the others reach every child. */
const reaching: ReadonlySet<Action> = new Set<Action>(['select', 'update', 'delete']);

export const bypassedThroughParent: Rule = (context) => {
  for (const command of context.commands.all)
    if (command.effect === 'deny' && reaching.has(command.action.action)) checkDenial(context, command);
  for (const settled of context.checked.settled.values()) checkMasks(context, settled);
  for (const [source, filters] of context.checked.filters) checkFilters(context, source, filters);
};

function checkDenial(context: RuleContext, denial: Command): void {
  const { source, action, relation } = denial;
  for (const parent of ancestorsOf(source, relation.relation)) {
    const allowed = allowedOn(context, parent, action.action);
    if (!canMeet(context, denial.policy, allowed)) continue;
    const what = `deny ${action.action}${denial.statement.withoutWhere ? ' without where' : ''}`;
    // The same statement may deny it on the parent too.
    if (isDeniedAlike(denial, context.commands, parent)) continue;
    context.report(
      diagnostic('bypassed-through-parent', relation.node.span, {
        what,
        relation: relationText(source, relation.relation),
        parent: relationText(source, parent),
      }),
    );
    return;
  }
}

/** Whether the policy denies the same on the parent, of the same statements. */
function isDeniedAlike(
  { policy, action, statement }: Command,
  index: CommandIndex,
  parent: Relation,
): boolean {
  return statement.withoutWhere && index.withoutWhere(parent, action.action).includes(policy);
}

/** The rows that a filter hides in a child, where the policy does not filter the parent. */
function checkFilters(context: RuleContext, source: Source, filters: readonly SettledFilter[]): void {
  for (const { policy, filter, relation, isOwn } of filters) {
    if (!isOwn) continue;
    const place = filter.relations.find((bound) => bound.relation === relation);
    for (const parent of ancestorsOf(source, relation)) {
      if (place === undefined) continue;
      const reached = [...reaching].map((action) => allowedOn(context, parent, action));
      if (!canMeet(context, policy, context.callers.either(...reached))) continue;
      context.report(
        diagnostic('bypassed-through-parent', place.node.span, {
          what: 'filter',
          relation: relationText(source, relation),
          parent: relationText(source, parent),
        }),
      );
      break;
    }
  }
}

function checkMasks(context: RuleContext, settled: SettledSource): void {
  const { source } = settled;
  const reported = new Set<ColumnTarget>();
  const places = [...settled.columns.map((column) => ({ ...column, part: null })), ...settled.parts];
  for (const { relation, column, part, labels } of places)
    for (const parent of ancestorsOf(source, relation)) {
      const above = places.find(
        (place) =>
          place.relation === parent &&
          place.column.name === column.name &&
          textOf(place.part) === textOf(part),
      );
      for (const { label, says } of labels)
        for (const say of says) {
          const { target, policy } = say;
          if (target.kind !== 'column' || reported.has(target)) continue;
          const sayAbove = above?.labels
            .find((other) => other.label === label)
            ?.says.find((other) => other.policy === policy);
          if (hidesAsMuch(sayAbove, say)) continue;
          if (!canMeet(context, policy, allowedOn(context, parent, 'select'))) continue;
          reported.add(target);
          context.report(
            diagnostic('bypassed-through-parent', target.node.span, {
              what: `mask with ${sayText(say, context.checked.masks)}`,
              relation: relationText(source, relation),
              parent: relationText(source, parent),
            }),
          );
        }
    }
}

function textOf(part: Part | null): string | null {
  return part === null ? null : partText(part);
}

/** Whether what the policy says of the parent's column hides at least what it says of the child's. */
function hidesAsMuch(above: SettledSay | undefined, below: SettledSay): boolean {
  if (below.treatment === null || below.statement.node.kind === 'RevealStatement') return true;
  if (above === undefined) return false;
  if (above.treatment === null || above.treatment.rank < below.treatment.rank) return true;
  return above.treatment.sql === below.treatment.sql;
}

/** Who may do something to a relation. */
function allowedOn(context: RuleContext, relation: Relation, action: Action): Callers {
  const { callers, commands } = context;
  const of = (effect: Effect) =>
    commands.of(relation, action, effect).map(({ policy }) => appliesTo(context, policy));
  const opened = callers.either(...of('allow'), ...of('approve'));
  return callers.both(opened, callers.outside(...of('deny')));
}

function canMeet(context: RuleContext, policy: Policy, others: Callers): boolean {
  const both = context.callers.both(appliesTo(context, policy), others);
  return context.callers.ask(both).is !== 'empty';
}

function appliesTo({ checked, callers }: RuleContext, policy: Policy): Callers {
  const condition = checked.conditions.policies.get(policy);
  return condition === undefined ? callers.nobody : callers.of(condition);
}
