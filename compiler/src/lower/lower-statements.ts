/** What policies say of relations besides their columns, and of budgets: in the order of the rules, each statement once. */
import type { Action, CommandRule, LimitRule, PolicyRule, RelationEntry } from '@dlpc/runtime/abi';
import { ACTIONS } from '../bind/actions.ts';
import { type Label, type Policy, type Program, type Source, treatmentBlocks } from '../bind/program.ts';
import { commandsOf } from '../check/command-index.ts';
import type { SettledFilter } from '../check/filters/settled-filters.ts';
import type { Relation } from '../schema/model.ts';
import { compare, type Lowering, uncheckedError } from './lowering.ts';
import { rowFilterSql } from './row-filter-sql.ts';

/** What is said of one relation. */
export type RelationRules = Pick<RelationEntry, 'commands' | 'filters' | 'declassifications' | 'alerts'>;

/** Looks up what is said of each relation of a source. */
export function relationRules(
  program: Program,
  source: Source,
  filters: readonly SettledFilter[],
  lowering: Lowering,
): (relation: Relation) => RelationRules {
  const commands = lowerCommands(program, source, lowering);
  const alerts = lowerAlerts(program, source, lowering);
  const releases = lowerDeclassifications(program, source, lowering);
  const byRelation = Map.groupBy(filters, ({ relation }) => relation);
  return (relation) => ({
    commands: byAction(commands.get(relation) ?? []),
    // The proxy filters what lies below a filtered table too, and reads no table above one.
    filters: (byRelation.get(relation) ?? [])
      .filter(({ isOwn }) => isOwn)
      .map(({ policy, filter, condition }) => ({
        policy: lowering.indexOf(policy),
        rule: lowering.table.indexOf(filter),
        sql: rowFilterSql(condition),
      }))
      .sort(byRule),
    declassifications: [...(releases.get(relation) ?? [])].sort(byRule),
    alerts: byAction(alerts.get(relation) ?? []),
  });
}

/** The budgets of a source. */
export function lowerLimits(program: Program, source: Source, lowering: Lowering): readonly LimitRule[] {
  const rules: LimitRule[] = [];
  const blocks = program.policies.flatMap((policy) =>
    treatmentBlocks(policy)
      .filter((block) => block.source === source)
      .map((block) => [policy, block] as const),
  );
  for (const [policy, block] of blocks)
    for (const budget of block.budgets) {
      const { amount, unit, per, beyond } = budget;
      rules.push({ ...place(policy, budget, lowering), amount, unit, per, beyond });
    }
  return rules.sort(byRule);
}

type OfAction<R extends PolicyRule> = R & { readonly action: Action };

function lowerCommands(program: Program, source: Source, lowering: Lowering) {
  const rules = new Map<Relation, OfAction<CommandRule>[]>();
  for (const { policy, effect, statement, action, relation, source: of } of commandsOf(program)) {
    if (of !== source) continue;
    const { withoutWhere, approval } = statement;
    if (effect === 'approve' && approval === null) throw uncheckedError('an approval');
    add(rules, relation.relation, {
      ...place(policy, statement, lowering),
      action: action.action,
      effect,
      withoutWhere,
      approval,
    });
  }
  return rules;
}

function lowerAlerts(program: Program, source: Source, lowering: Lowering) {
  const rules = new Map<Relation, OfAction<PolicyRule>[]>();
  for (const [policy, block] of blocksOn(program, source))
    for (const alert of block.alerts)
      for (const { relation } of alert.relations)
        for (const { action } of alert.actions)
          add(rules, relation, { ...place(policy, alert, lowering), action });
  return rules;
}

function lowerDeclassifications(program: Program, source: Source, lowering: Lowering) {
  const rules = new Map<Relation, RelationEntry['declassifications'][number][]>();
  for (const [policy, block] of blocksOn(program, source))
    for (const release of block.declassifications) {
      const labels = withThoseBelow(program, release.labels);
      // A pattern and a name may mean one relation.
      for (const relation of new Set(release.relations.map((bound) => bound.relation)))
        add(rules, relation, { ...place(policy, release, lowering), labels });
    }
  return rules;
}

/** The paths of labels and of all below them, in order. */
function withThoseBelow({ labels: all }: Program, labels: readonly Label[]): readonly string[] {
  const named = new Set(labels);
  const paths = [...all.values()].filter((label) => {
    for (let above: Label | null = label; above !== null; above = above.parent)
      if (named.has(above)) return true;
    return false;
  });
  return paths.map(({ path }) => path).sort(compare);
}

function* blocksOn(program: Program, source: Source) {
  for (const policy of program.policies)
    for (const block of policy.blocks) if (block.source === source) yield [policy, block] as const;
}

function place(
  policy: Policy,
  statement: Parameters<Lowering['table']['indexOf']>[0],
  { table, indexOf }: Lowering,
): PolicyRule {
  return { policy: indexOf(policy), rule: table.indexOf(statement) };
}

/** A statement that means a relation or an action twice says it once. */
function byAction<R extends PolicyRule>(
  rules: readonly OfAction<R>[],
): Readonly<Partial<Record<Action, readonly Omit<R, 'action'>[]>>> {
  const found: Partial<Record<Action, readonly Omit<R, 'action'>[]>> = {};
  for (const action of ACTIONS) {
    const once = new Map<number, OfAction<R>>();
    for (const rule of rules) if (rule.action === action) once.set(rule.rule, rule);
    if (once.size === 0) continue;
    found[action] = [...once.values()].sort(byRule).map(({ action: _, ...rule }) => rule);
  }
  return found;
}

function add<R>(rules: Map<Relation, R[]>, relation: Relation, rule: R): void {
  const same = rules.get(relation);
  if (same === undefined) rules.set(relation, [rule]);
  else same.push(rule);
}

function byRule(a: PolicyRule, b: PolicyRule): number {
  return a.rule - b.rule;
}
