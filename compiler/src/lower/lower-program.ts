/**
 * From the checked program to the intermediate form of each source: names become indexes, everything is put into one
 * canonical order. Decides nothing: what a column's labels and treatments are was settled before.
 */
import type { ClaimEntry, IdentityEntry, RelationEntry } from '@dlpc/runtime/abi';
import type { Source } from '../bind/program.ts';
import type { CheckedProgram } from '../check/checked-program.ts';
import { readsHint } from '../check/conditions/reads-hint.ts';
import type { IrSource } from '../ir/ir.ts';
import type { Relation, Schema } from '../schema/model.ts';
import { schemaFingerprint } from '../schema/schema-fingerprint.ts';
import { lowerColumns } from './lower-columns.ts';
import { lowerLimits, relationRules } from './lower-statements.ts';
import { compare, type Lowering, uncheckedError } from './lowering.ts';
import { buildRuleTable, type RuleFile } from './rule-table.ts';
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
        record: policy.record,
      };
    }),
    rules: table.rules,
    limits: lowerLimits(checked.program, source, lowering),
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

function lowerRelations(
  checked: CheckedProgram,
  source: Source,
  schema: Schema,
  lowering: Lowering,
): readonly RelationEntry[] {
  const rulesOf = relationRules(checked.program, source, checked.filters.get(source) ?? [], lowering);
  const settled = Map.groupBy(checked.settled.get(source)?.columns ?? [], (column) => column.relation);
  const parts = Map.groupBy(checked.settled.get(source)?.parts ?? [], (part) => part.relation);
  return [...schema.relations.values()]
    .map((relation) => ({
      schema: relation.schema,
      name: relation.name,
      kind: relationKind(relation),
      columns: lowerColumns(relation, settled.get(relation) ?? [], parts.get(relation) ?? [], lowering),
      ...rulesOf(relation),
    }))
    .sort((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name));
}

/** A database has no objects of an API. */
function relationKind({ kind, name }: Relation): RelationEntry['kind'] {
  if (kind === 'schema' || kind === 'operation') throw new Error(`\`${name}\` is no relation of a database`);
  return kind;
}
