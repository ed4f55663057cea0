/** What a statement does to the relations that policies know, with the rules that decide on it. */
import type { Action, CommandRule, RelationEntry } from '@dlpc/runtime/abi';
import { relationKey } from '@dlpc/runtime/abi';
import { type Command, decideCommand, type PolicySet, SELECT } from '@dlpc/runtime/judge/decide/decide';
import { isLookedUp } from '@dlpc/runtime/judge/decide/lookup-type';
import { ruledApprovals } from '@dlpc/runtime/judge/decide/needed-approvals';
import { treatColumn } from '@dlpc/runtime/judge/decide/treat';
import { collectFacts } from '@dlpc/runtime/judge/facts/collect-facts';
import type { RelationUse } from '@dlpc/runtime/judge/facts/facts';
import type { JudgedSource } from '../judged-source.ts';
import type { NeededApproval, RelationAccess } from './answer.ts';

/** Empty for a text that cannot be understood; nothing is said of catalogs of the server. */
export function accessesOf(
  sql: string,
  source: JudgedSource,
  applicable: PolicySet,
): readonly RelationAccess[] {
  const facts = collectFacts(sql, 'simple', source.catalog, source.parser);
  if (facts.kind === 'refused') return [];
  const found = new Map<string, RelationAccess>();
  const add = ({ schema, name }: RelationUse, command: Command) => {
    const entry = source.matcher.relations.get(relationKey(schema, name));
    const key = `${command.action} ${schema}.${name}`;
    if (entry !== undefined)
      found.set(key, { ...access(entry, command, applicable), lookups: found.get(key)?.lookups ?? [] });
  };
  for (const { reads, writes, lookups } of facts.statements) {
    for (const use of reads) add(use, SELECT);
    for (const { use, column } of lookups) {
      const key = `select ${use.schema}.${use.name}`;
      const read = found.get(key);
      if (read !== undefined && !read.lookups.includes(column) && isAsked(source, use, column, applicable))
        found.set(key, { ...read, lookups: [...read.lookups, column] });
    }
    for (const { target, changes, readsTarget } of writes) {
      for (const change of changes) add(target, change);
      if (readsTarget) add(target, SELECT);
    }
  }
  return [...found.values()];
}

/** Whether a condition on a column is asked of its stored values. */
function isAsked(
  { matcher, catalog }: JudgedSource,
  { schema, name }: RelationUse,
  column: string,
  applicable: PolicySet,
): boolean {
  const isNamed = ({ name: own }: { readonly name: string }) => own === column;
  const key = relationKey(schema, name);
  const entry = matcher.relations.get(key)?.columns.find(isNamed);
  const live = catalog.relations.get(key)?.columns.find(isNamed);
  return (
    entry !== undefined && live !== undefined && treatColumn(entry, applicable).lookup && isLookedUp(live)
  );
}

/** The approvals that a statement needs. */
export function approvalsOf(
  sql: string,
  { matcher, catalog, parser }: JudgedSource,
  applicable: PolicySet,
): readonly NeededApproval[] {
  const facts = collectFacts(sql, 'simple', catalog, parser);
  return facts.kind === 'refused' ? [] : ruledApprovals(facts.statements, matcher, applicable);
}

function access(entry: RelationEntry, command: Command, applicable: PolicySet): RelationAccess {
  const { effect } = decideCommand(entry, command, applicable);
  const said = saidOf(entry, command.action, applicable);
  return {
    action: command.action,
    schema: entry.schema,
    relation: entry.name,
    effect,
    rules: said
      .filter((rule) => rule.effect === effect && (!rule.withoutWhere || command.lacksWhere))
      .map(({ rule }) => rule),
    filters: entry.filters.filter(({ policy }) => applicable.has(policy)).map(({ rule }) => rule),
    lookups: [],
  };
}

function saidOf(
  entry: RelationEntry | undefined,
  action: Action,
  applicable: PolicySet,
): readonly CommandRule[] {
  return (entry?.commands[action] ?? []).filter(({ policy }) => applicable.has(policy));
}
