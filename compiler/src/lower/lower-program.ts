/**
 * From the checked program to the intermediate form of each source: names become indexes, everything is put into one
 * canonical order. Decides nothing: what a column's labels and treatments are was settled before.
 */
import type { RelationEntry } from '@dlpc/runtime/abi';
import type { Source } from '../bind/program.ts';
import type { CheckedProgram } from '../check/checked-program.ts';
import type { IrSource } from '../ir/ir.ts';
import type { Relation, Schema } from '../schema/model.ts';
import { schemaFingerprint } from '../schema/schema-fingerprint.ts';
import { lowerColumns } from './lower-columns.ts';
import { lowerPolicies } from './lower-policies.ts';
import { relationRules } from './lower-statements.ts';
import { compare, type Lowering, uncheckedError } from './lowering.ts';
import type { RuleFile } from './rule-table.ts';

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
  const { common, lowering } = lowerPolicies(checked, source, files);
  return {
    ...common,
    schemaFingerprint: schemaFingerprint(source.schema),
    relations: lowerRelations(checked, source, source.schema, lowering),
  };
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
