/**
 * From the checked program to the intermediate form of each source: names become indexes, everything is put into one
 * canonical order. Decides nothing: what a column's labels and treatments are was settled before.
 */
import type {
  Action,
  ClaimEntry,
  ColumnEntry,
  CommandRule,
  IdentityEntry,
  LabelEntry,
  RelationEntry,
} from '@dlpc/runtime/abi';
import { ACTIONS } from '../bind/actions.ts';
import type { Policy, Source } from '../bind/program.ts';
import type { CheckedProgram } from '../check/checked-program.ts';
import { type Command, commandsOf } from '../check/command-index.ts';
import { readsHint } from '../check/conditions/reads-hint.ts';
import type { SettledColumn, SettledLabel, SettledPart } from '../check/treatments/settled.ts';
import type { IrSource } from '../ir/ir.ts';
import type { Relation, Schema } from '../schema/model.ts';
import { schemaFingerprint } from '../schema/schema-fingerprint.ts';
import { lowerParts } from './lower-parts.ts';
import { buildRuleTable, type RuleFile, type RuleTable } from './rule-table.ts';
import { simplify } from './simplify-condition.ts';

/** Lowers a program that was checked without an error. `files` are by path, as spans name them. */
export function lowerProgram(
  checked: CheckedProgram,
  files: ReadonlyMap<string, RuleFile>,
): readonly IrSource[] {
  const sources = [...checked.program.sources.values()].sort((a, b) => compare(a.name, b.name));
  return sources.map((source) => lowerSource(checked, source, files));
}

function lowerSource(
  checked: CheckedProgram,
  source: Source,
  files: ReadonlyMap<string, RuleFile>,
): IrSource {
  if (source.schema === null) throw uncheckedError(`the schema of ${source.name}`);
  const policies = checked.program.policies
    .filter((policy) => policy.blocks.some((block) => block.source === source))
    .sort((a, b) => compare(a.name, b.name));
  const table = buildRuleTable(source, policies, files);
  const indexes = new Map(policies.map((policy, index) => [policy, index]));
  const lowering: Lowering = { table, indexOf: (policy) => indexes.get(policy) ?? -1 };
  return {
    source: source.name,
    schemaFingerprint: schemaFingerprint(source.schema),
    identity: lowerIdentity(checked),
    claims: lowerClaims(checked),
    policies: policies.map((policy) => {
      const condition = checked.conditions.policies.get(policy);
      if (condition === undefined) throw uncheckedError(`the condition of ${policy.name}`);
      return {
        name: policy.name,
        condition: simplify(condition),
        admits: !readsHint(condition),
        record: null,
      };
    }),
    rules: table.rules,
    limits: [],
    relations: lowerRelations(checked, source, source.schema, lowering),
  };
}

/** What the policy pins of the tokens that it speaks of; null where it speaks of none. */
function lowerIdentity({ program }: CheckedProgram): IdentityEntry | null {
  const settings = new Map(
    program.identity?.declaration.members.flatMap((member) =>
      member.kind === 'IdentitySetting' ? [[member.key, member.value.value] as const] : [],
    ),
  );
  const issuer = settings.get('issuer');
  const audience = settings.get('audience');
  return issuer === undefined || audience === undefined ? null : { issuer, audience };
}

/** All that are declared, read or not: a claim that an identity must carry is one for every source. */
function lowerClaims({ program }: CheckedProgram): readonly ClaimEntry[] {
  const claims = [...(program.identity?.claims.values() ?? [])].filter((claim) => claim !== null);
  return claims
    .map(({ name, type, optional }) => ({ name, type, optional }))
    .sort((a, b) => compare(a.name, b.name));
}

/** What the parts of one source share. */
interface Lowering {
  readonly table: RuleTable;
  readonly indexOf: (policy: Policy) => number;
}

function lowerRelations(
  checked: CheckedProgram,
  source: Source,
  schema: Schema,
  lowering: Lowering,
): readonly RelationEntry[] {
  const commands = Map.groupBy(
    [...commandsOf(checked.program)].filter((command) => command.source === source),
    (command) => command.relation.relation,
  );
  const settled = Map.groupBy(checked.settled.get(source)?.columns ?? [], (column) => column.relation);
  const parts = Map.groupBy(checked.settled.get(source)?.parts ?? [], (part) => part.relation);
  return [...schema.relations.values()]
    .map((relation) => ({
      schema: relation.schema,
      name: relation.name,
      kind: relationKind(relation),
      columns: lowerColumns(relation, settled.get(relation) ?? [], parts.get(relation) ?? [], lowering),
      commands: lowerCommands(commands.get(relation) ?? [], lowering),
      filters: [],
      declassifications: [],
      alerts: {},
    }))
    .sort((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name));
}

/** A database has no objects of an API. */
function relationKind({ kind, name }: Relation): RelationEntry['kind'] {
  if (kind === 'schema' || kind === 'operation') throw new Error(`\`${name}\` is no relation of a database`);
  return kind;
}

/** In the order of the schema. */
function lowerColumns(
  relation: Relation,
  settled: readonly SettledColumn[],
  parts: readonly SettledPart[],
  lowering: Lowering,
): readonly ColumnEntry[] {
  const byColumn = new Map(settled.map((column) => [column.column, column]));
  const partsOf = Map.groupBy(parts, (part) => part.column);
  const lowerLabels = (labels: readonly SettledLabel[]) => labels.map((label) => lowerLabel(label, lowering));
  return relation.columns.map((column): ColumnEntry => {
    const whole = byColumn.get(column);
    const { name, type } = column;
    if (whole?.fallback === null) throw uncheckedError(`the default mask of ${name}`);
    return {
      name,
      type: type.text,
      labels: lowerLabels(whole?.labels ?? []),
      fallback: whole?.fallback ?? null,
      ...lowerParts(partsOf.get(column) ?? [], type, lowerLabels),
    };
  });
}

function lowerLabel({ label, says }: SettledLabel, { table, indexOf }: Lowering): LabelEntry {
  return {
    label: label.path,
    rules: says
      .map(({ policy, statement, treatment }) => {
        if (treatment === null) throw uncheckedError(`a mask of ${label.path}`);
        return { policy: indexOf(policy), treatment, rule: table.indexOf(statement) };
      })
      .sort((a, b) => a.rule - b.rule),
  };
}

function lowerCommands(
  commands: readonly Command[],
  { table, indexOf }: Lowering,
): RelationEntry['commands'] {
  const byAction: Partial<Record<Action, readonly CommandRule[]>> = {};
  for (const action of ACTIONS) {
    // A statement that names a relation or an action twice says it once.
    const rules = new Map<number, CommandRule>();
    for (const { policy, effect, statement, action: said } of commands) {
      const rule = table.indexOf(statement);
      if (said.action === action)
        rules.set(rule, { policy: indexOf(policy), effect, rule, withoutWhere: false, approval: null });
    }
    if (rules.size > 0) byAction[action] = [...rules.values()].sort((a, b) => a.rule - b.rule);
  }
  return byAction;
}

/** By UTF-16 unit, not by locale: the order must be the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function uncheckedError(what: string): Error {
  return new Error(`lowering needs a program without errors: ${what} is missing`);
}
