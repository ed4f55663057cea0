/**
 * Writes a {@link LiveDatabase} as DDL: the same database gives the same bytes, whenever and by whomever it is read. Left out
 * is what no policy can depend on and what may be secret: defaults, options of foreign tables, checks of tables, functions, data.
 */
import { quoteIdentifier } from '../schema/types/quote-identifier.ts';
import { definitionOrder } from './definition-order.ts';
import type { LiveColumn, LiveDatabase, LiveRelation, LiveSchema, LiveType } from './live-database.ts';
import { literal, qualifiedName } from './sql-text.ts';

/** The text of a snapshot. */
export function writeSnapshot(database: LiveDatabase): string {
  const objects = definitionOrder<LiveType | LiveRelation>(
    [...database.types, ...database.relations],
    database.needs,
    byKindAndName,
  );
  const sections: readonly (readonly string[])[] = [
    [
      '-- A snapshot of a database, made by `dlpc schema pull`: what policies are checked against, not a backup.',
      `-- PostgreSQL ${database.serverVersion}`,
    ],
    ["SET search_path = '';"],
    database.schemas.toSorted(byText(({ name }) => name)).flatMap(schemaStatements),
    database.extensions.toSorted(byText(({ name }) => name)).map(({ name, schema }) => {
      return `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)} WITH SCHEMA ${quoteIdentifier(schema)};`;
    }),
    ...objects.map((object) => ('columns' in object ? relationStatements(object) : typeStatements(object))),
    inheritanceStatements(database.relations),
  ];
  const filled = sections.filter((section) => section.length > 0);
  return filled.map((section) => `${section.join('\n')}\n`).join('\n');
}

const KINDS = 'edbrctvm';

/** Types before tables before views, each by schema and name. */
function byKindAndName(a: LiveType | LiveRelation, b: LiveType | LiveRelation): number {
  return (
    rankOf(a) - rankOf(b) ||
    compareText(a.schema, b.schema) ||
    compareText(a.name, b.name) ||
    compareText(a.id, b.id)
  );
}

function rankOf(object: LiveType | LiveRelation): number {
  // Tables of all kinds are one kind here, so that one that is partitioned later stays where it is.
  const isTable = 'columns' in object && (object.kind === 'r' || object.kind === 'p' || object.kind === 'f');
  return KINDS.indexOf(isTable ? 't' : object.kind);
}

function schemaStatements({ name, comment }: LiveSchema): readonly string[] {
  const isStandard = name === 'public';
  const create = isStandard ? [] : [`CREATE SCHEMA ${quoteIdentifier(name)};`];
  return isStandard && comment === 'standard public schema'
    ? []
    : [...create, ...commentOn('SCHEMA', quoteIdentifier(name), comment)];
}

function typeStatements(type: LiveType): readonly string[] {
  const name = qualifiedName(type.schema, type.name);
  const kind = type.kind === 'd' ? 'DOMAIN' : 'TYPE';
  return [`CREATE ${kind} ${name}${typeBody(type)};`, ...commentOn(kind, name, type.comment)];
}

function typeBody({ kind, values, base, notNull, constraints, multirange }: LiveType): string {
  switch (kind) {
    case 'b':
      return '';
    case 'e':
      return ` AS ENUM (${list(values.map(literal))})`;
    case 'r': {
      const more = multirange === null ? [] : [`multirange_type_name = ${qualifiedName(...multirange)}`];
      return ` AS RANGE (${list([`subtype = ${base}`, ...more])})`;
    }
    case 'd': {
      const checks = constraints.map(
        (check) => `\n  CONSTRAINT ${quoteIdentifier(check.name)} ${check.definition}`,
      );
      return ` AS ${base}${notNull ? ' NOT NULL' : ''}${checks.join('')}`;
    }
  }
}

function relationStatements(relation: LiveRelation): readonly string[] {
  const name = qualifiedName(relation.schema, relation.name);
  const kind = KIND_WORDS[relation.kind];
  const columns = relation.columns.flatMap((column) =>
    commentOn('COLUMN', `${name}.${quoteIdentifier(column.name)}`, column.comment),
  );
  return [
    `CREATE ${kind} ${name}${relationBody(relation)};`,
    ...commentOn(kind, name, relation.comment),
    ...columns,
  ];
}

const KIND_WORDS: Readonly<Record<LiveRelation['kind'], string>> = {
  r: 'TABLE',
  p: 'TABLE',
  f: 'FOREIGN TABLE',
  v: 'VIEW',
  m: 'MATERIALIZED VIEW',
  c: 'TYPE',
};

function relationBody(relation: LiveRelation): string {
  const { kind, columns, definition, options, partitionKey, primaryKey, server } = relation;
  const names = columns.map(({ name }) => quoteIdentifier(name));
  // A view without columns has no list of them.
  const header = names.length === 0 ? '' : ` (${list(names)})`;
  const query = (definition ?? '').replace(/;\s*$/, '').trimEnd();
  switch (kind) {
    case 'v':
      return `${header}${options.length === 0 ? '' : ` WITH (${list(options)})`} AS\n${query}`;
    case 'm':
      return `${header} AS\n${query}\n  WITH NO DATA`;
    case 'c':
      return ` AS ${block(columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`))}`;
    case 'f':
      return ` ${block(columns.map(columnDefinition))} SERVER ${quoteIdentifier(server ?? '')}`;
    case 'r':
    case 'p': {
      const key =
        primaryKey === null
          ? []
          : [`CONSTRAINT ${quoteIdentifier(primaryKey.name)} ${primaryKey.definition}`];
      const partitions = partitionKey === null ? '' : ` PARTITION BY ${partitionKey}`;
      return ` ${block([...columns.map(columnDefinition), ...key])}${partitions}`;
    }
  }
}

function columnDefinition(column: LiveColumn): string {
  const { identity, generated } = column;
  const parts = [quoteIdentifier(column.name), column.type];
  if (identity !== '') parts.push(`GENERATED ${identity === 'a' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`);
  if (generated !== '')
    parts.push(
      `GENERATED ALWAYS AS (${column.expression ?? ''}) ${generated === 's' ? 'STORED' : 'VIRTUAL'}`,
    );
  if (column.notNull) parts.push(column.noInherit ? 'NOT NULL NO INHERIT' : 'NOT NULL');
  return parts.join(' ');
}

/** Every table lists all of its columns in their order, which a parent alone would not tell; so parents come last. */
function inheritanceStatements(relations: readonly LiveRelation[]): readonly string[] {
  return relations.toSorted(byKindAndName).flatMap(({ schema, name, parents, partitionBound }) => {
    const child = qualifiedName(schema, name);
    return parents.map((parent) =>
      partitionBound === null
        ? `ALTER TABLE ${child} INHERIT ${qualifiedName(...parent)};`
        : `ALTER TABLE ONLY ${qualifiedName(...parent)} ATTACH PARTITION ${child} ${partitionBound};`,
    );
  });
}

function commentOn(kind: string, name: string, comment: string | null): readonly string[] {
  return comment === null ? [] : [`COMMENT ON ${kind} ${name} IS ${literal(comment)};`];
}

function list(items: readonly string[]): string {
  return items.join(', ');
}

/** One item on each line, so that a change to one is a change of one line. */
function block(items: readonly string[]): string {
  return items.length === 0 ? '()' : `(\n${items.map((item) => `  ${item}`).join(',\n')}\n)`;
}

function byText<T>(key: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => compareText(key(a), key(b));
}

/** By UTF-16 unit: no locale of a server or machine has a say. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
