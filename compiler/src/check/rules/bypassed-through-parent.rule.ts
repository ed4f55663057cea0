/**
 * DLP4012: a `deny` on a child table, or a `mask` of a child's column, that does not hold where its rows are reached
 * through a parent. Reading a table with children reads their rows, and PostgreSQL asks for no right on a child; to
 * whoever may read the parent, the statement on the child would be a promise that nothing keeps.
 */
import { diagnostic } from '@dlpc/language';
import type { Action } from '@dlpc/runtime/abi';
import { ancestorsOf } from '../../bind/inheritance.ts';
import { relationText } from '../../bind/names.ts';
import { type Part, partText } from '../../bind/parts.ts';
import type { ColumnTarget, Policy } from '../../bind/program.ts';
import type { Relation } from '../../schema/model.ts';
import { type Command, CommandIndex, commandsOf } from '../command-index.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { Callers } from '../satisfy/caller-space.ts';
import { sayText } from '../treatments/say-text.ts';
import type { SettledSay, SettledSource } from '../treatments/settled.ts';

/** Rows are inserted into the table that is named; the others reach every child. */
const reaching: ReadonlySet<Action> = new Set<Action>(['select', 'update', 'delete']);

export const bypassedThroughParent: Rule = (context) => {
  const commands = [...commandsOf(context.checked.program)];
  const index = new CommandIndex(commands);
  for (const command of commands)
    if (command.effect === 'deny' && reaching.has(command.action.action))
      checkDenial(context, index, command);
  for (const settled of context.checked.settled.values()) checkMasks(context, index, settled);
};

function checkDenial(context: RuleContext, index: CommandIndex, denial: Command): void {
  const { source, action, relation } = denial;
  for (const parent of ancestorsOf(source, relation.relation)) {
    const allowed = allowedOn(context, index, parent, action.action);
    if (!canMeet(context, denial.policy, allowed)) continue;
    context.report(
      diagnostic('bypassed-through-parent', relation.node.span, {
        what: `deny ${action.action}`,
        relation: relationText(source, relation.relation),
        parent: relationText(source, parent),
      }),
    );
    return;
  }
}

function checkMasks(context: RuleContext, index: CommandIndex, settled: SettledSource): void {
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
          if (!canMeet(context, policy, allowedOn(context, index, parent, 'select'))) continue;
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
function allowedOn(context: RuleContext, index: CommandIndex, relation: Relation, action: Action): Callers {
  const { callers } = context;
  const of = (effect: 'allow' | 'deny') =>
    index.of(relation, action, effect).map(({ policy }) => appliesTo(context, policy));
  return callers.both(callers.either(...of('allow')), callers.outside(...of('deny')));
}

function canMeet(context: RuleContext, policy: Policy, others: Callers): boolean {
  const both = context.callers.both(appliesTo(context, policy), others);
  return context.callers.ask(both).is !== 'empty';
}

function appliesTo({ checked, callers }: RuleContext, policy: Policy): Callers {
  const condition = checked.conditions.policies.get(policy);
  return condition === undefined ? callers.nobody : callers.of(condition);
}
