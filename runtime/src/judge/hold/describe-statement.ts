/**
 * What people are shown of a statement that they are asked about: what it does to which relations, which labels are in these, and which of
 * its parameters could be values of a labelled column. It decides nothing.
 */
import { type ColumnEntry, type Matcher, relationKey } from '../../abi.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { displayName } from '../decide/relation-view.ts';
import { collectFacts } from '../facts/collect-facts.ts';
import type { RelationUse, StatementFacts, TextFacts } from '../facts/facts.ts';
import type { SqlParser } from '../parse/sql-parser.ts';
import { parameterColumns } from './parameter-columns.ts';

export interface StatementDescription {
  /** `DELETE`; one for each statement of the text. */
  readonly commands: readonly string[];
  readonly touches: readonly TouchedRelation[];
  /** Whether the parameter of this number, from 1 on, could be a value of a labelled column. */
  readonly mayBeLabelled: (parameter: number) => boolean;
  /** Numbers of the parameters, from 1 on; the largest that stands in it, 0 for none. */
  readonly parameters: number;
}

export interface TouchedRelation {
  readonly name: string;
  /** `select`, `delete`. */
  readonly actions: readonly string[];
  readonly labels: readonly string[];
}

export interface DescriptionContext {
  readonly matcher: Matcher;
  readonly catalog: Catalog;
  readonly parser: SqlParser;
}

/** Views in views beyond it are named, and not looked into. */
const MAX_DEPTH = 16;

export function describeStatement(facts: TextFacts, context: DescriptionContext): StatementDescription {
  if (facts.kind === 'refused')
    return { commands: [], touches: [], mayBeLabelled: () => true, parameters: 0 };
  const found = new Map<string, { name: string; actions: Set<string>; labels: Set<string> }>();
  const columns = new Map<string, boolean>();
  let isOpaque = false;

  const touch = ({ schema, name }: Pick<RelationUse, 'schema' | 'name'>, action: string, depth = 0): void => {
    const key = relationKey(schema, name);
    const known = found.get(key);
    if (known?.actions.has(action) === true) return;
    const touched = known ?? { name: displayName({ schema, name }), actions: new Set(), labels: new Set() };
    found.set(key, touched);
    touched.actions.add(action);
    const entry = context.matcher.relations.get(key);
    for (const column of entry?.columns ?? []) {
      const labels = labelsOf(column);
      for (const label of labels) touched.labels.add(label);
      columns.set(column.name, labels.length > 0 || (columns.get(column.name) ?? false));
    }
    const reads = entry === undefined ? [] : readBy(key, context);
    // What a view calls a column is its own.
    if (reads.length > 0) isOpaque = true;
    if (depth < MAX_DEPTH) for (const read of reads) touch(read, 'select', depth + 1);
  };

  for (const { reads, writes, locks } of facts.statements) {
    for (const use of reads) touch(use, 'select');
    for (const write of writes) {
      if (write.readsTarget) touch(write.target, 'select');
      for (const { action } of write.changes) touch(write.target, action);
    }
    for (const { use } of locks) touch(use, 'lock');
  }
  const met = parameterColumns(facts.tree.stmts.map(({ stmt }) => stmt));
  const given = new Set(facts.statements.flatMap(({ columnNames }) => [...columnNames.given]));
  const touches = [...found.values()].map(({ name, actions, labels }) => ({
    name,
    actions: [...actions],
    labels: [...labels].sort(),
  }));
  const anyLabels = touches.some(({ labels }) => labels.length > 0);
  return {
    commands: facts.statements.map(({ command }) => command),
    touches,
    parameters: Math.max(0, ...met.keys()),
    mayBeLabelled: (parameter) => {
      if (!anyLabels) return false;
      const names = met.get(parameter) ?? null;
      if (names === null || isOpaque) return true;
      return [...names].some((name) => given.has(name) || (columns.get(name) ?? true));
    },
  };
}

function labelsOf({ labels, parts }: ColumnEntry): readonly string[] {
  return [...labels, ...parts.flatMap((part) => part.labels)].map(({ label }) => label);
}

/** What the definition of a view reads; nothing for a table. */
function readBy(key: string, { catalog, parser }: DescriptionContext): readonly RelationUse[] {
  const definition = catalog.relations.get(key)?.definition ?? null;
  if (definition === null) return [];
  const facts = collectFacts(definition.replace(/;\s*$/, ''), 'extended', catalog, parser);
  return facts.kind === 'refused' ? [] : facts.statements.flatMap(({ reads }: StatementFacts) => reads);
}
