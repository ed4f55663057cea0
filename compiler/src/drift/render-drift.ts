/** Differences for people and for programs. */
import { escapedJson, printable } from '@dlpc/language';
import type { Difference } from './compare-schemas.ts';

export interface DriftReport {
  /** The name that the policies give the database. */
  readonly database: string;
  readonly differences: readonly ReportedDifference[];
}

export interface ReportedDifference extends Difference {
  readonly affectsPolicies: boolean;
}

/** A line for each difference, those that affect policies first, and a line that counts them. */
export function renderDrift({ database, differences }: DriftReport): string {
  const lines = [...differences.filter(isAffecting), ...differences.filter((one) => !isAffecting(one))].map(
    (difference) => `${isAffecting(difference) ? 'drift' : 'note '}  ${printable(sentenceOf(difference))}\n`,
  );
  const affecting = differences.filter(isAffecting).length;
  const count = `${differences.length} difference${differences.length === 1 ? '' : 's'}`;
  const summary =
    differences.length === 0
      ? 'the live database has the schema that the policies are checked against'
      : `${count}, ${affecting === 0 ? 'none of which affects' : `${affecting} affecting`} the policies`;
  return `${lines.join('')}${lines.length === 0 ? '' : '\n'}${printable(database)}: ${summary}\n`;
}

/** The same as JSON. Fields are only ever added; a change of meaning raises `version`. */
export function renderDriftJson({ database, differences }: DriftReport): string {
  const affecting = differences.filter(isAffecting).length;
  return escapedJson({
    version: 1,
    database,
    differences: differences.map(({ change, schema, relation, column, declared, live, affectsPolicies }) => ({
      change,
      schema,
      relation,
      column,
      declared,
      live,
      affectsPolicies,
    })),
    summary: { affecting, notes: differences.length - affecting },
  });
}

function isAffecting({ affectsPolicies }: ReportedDifference): boolean {
  return affectsPolicies;
}

function sentenceOf({ change, schema, relation, column, declared, live }: Difference): string {
  const table = `\`${schema}.${relation}\``;
  const place = column === null ? table : `\`${schema}.${relation}.${column}\``;
  switch (change) {
    case 'relation-added':
      return `${table} (${live}) is only in the database`;
    case 'relation-removed':
      return `${table} (${declared}) is not in the database`;
    case 'kind-changed':
      return `${table} is a ${declared} in the schema and a ${live} in the database`;
    case 'parents-changed':
      return `${table} inherits from ${parents(declared)} in the schema and from ${parents(live)} in the database`;
    case 'column-added':
      return `${place} (${live}) is only in the database, and hidden from every caller`;
    case 'column-removed':
      return `${place} (${declared}) is not in the database`;
    case 'type-changed':
      return `${place} is ${declared} in the schema and ${live} in the database`;
    case 'values-changed':
      return `${place} has the values ${declared} in the schema and ${live} in the database`;
    case 'nullability-changed':
      return `${place} is ${declared} in the schema and ${live} in the database`;
  }
}

function parents(keys: string | null): string {
  return keys === null ? 'nothing' : `\`${keys}\``;
}
