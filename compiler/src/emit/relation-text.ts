/** The relations of a matcher module as text. They ask `treatments` for the constants that they refer to. */
import {
  type Action,
  type CallerValue,
  type ColumnEntry,
  type LabelEntry,
  type PartEntry,
  type PartFrame,
  type RelationEntry,
  relationKey,
} from '@dlpc/runtime/abi';
import type { IrSource } from '../ir/ir.ts';
import { approvalText } from './approval-text.ts';
import { indent, list, stringLiteral, textsText } from './literal.ts';
import { rulesList } from './rules-list.ts';
import type { TreatmentNames } from './treatment-names.ts';

/** In which order the actions of a relation are written. */
const ACTIONS: readonly Action[] = ['select', 'insert', 'update', 'delete'];

/** A map of the relations by their keys. */
export function relationsText(source: IrSource, treatments: TreatmentNames): string {
  const entries = source.relations.map((relation) => relationEntry(source, relation, treatments));
  return `new Map<string, RelationEntry>(${list(entries)})`;
}

function relationEntry(source: IrSource, relation: RelationEntry, treatments: TreatmentNames): string {
  const { schema, name, kind, columns, commands, filters, declassifications, alerts } = relation;
  const fields = [
    `schema: ${stringLiteral(schema)}`,
    `name: ${stringLiteral(name)}`,
    `kind: ${stringLiteral(kind)}`,
    `columns: ${list(columns.map((column) => columnText(source, column, treatments)))}`,
    `commands: ${commandsText(source, commands)}`,
    `filters: ${rulesList(source, filters, ({ sql }) => [`sql: [${sql.map(pieceText).join(', ')}]`])}`,
    `declassifications: ${rulesList(source, declassifications, ({ labels }) => [`labels: ${textsText(labels)}`])}`,
    `alerts: ${byAction((action) => alerts[action] && rulesList(source, alerts[action]))}`,
  ];
  return `[${stringLiteral(relationKey(schema, name))}, {\n${fields.map((field) => `  ${indent(field)},\n`).join('')}}]`;
}

/** A function that makes a column of which nothing is said; most of a schema are such. */
export const PLAIN_COLUMN =
  'const plain = (name: string, type: string): ColumnEntry => ({ name, type, labels: [], fallback: null, parts: [], frame: null });';

function isPlain({ labels, fallback, parts, frame }: ColumnEntry): boolean {
  return labels.length === 0 && fallback === null && parts.length === 0 && frame === null;
}

function columnText(source: IrSource, column: ColumnEntry, treatments: TreatmentNames): string {
  const { name, type, labels, fallback, parts, frame } = column;
  if (isPlain(column)) return `plain(${stringLiteral(name)}, ${stringLiteral(type)})`;
  const fields = [
    `name: ${stringLiteral(name)}`,
    `type: ${stringLiteral(type)}`,
    `labels: ${labelsText(source, labels, treatments)}`,
    `fallback: ${fallback === null ? 'null' : treatments.nameOf(fallback)}`,
    `parts: ${list(parts.map((part) => partText(source, part, treatments)))}`,
    `frame: ${frame === null ? 'null' : frameText(frame)}`,
  ];
  return `{ ${fields.join(', ')} }`;
}

function partText(
  source: IrSource,
  { part, framed, labels, fallback }: PartEntry,
  treatments: TreatmentNames,
): string {
  return `{ part: ${stringLiteral(part)}, framed: ${framed}, labels: ${labelsText(source, labels, treatments)}, fallback: ${treatments.nameOf(fallback)} }`;
}

function frameText({ before, between, after }: PartFrame): string {
  const [first, middle, last] = [before, between, after].map(stringLiteral);
  return `{ before: ${first}, between: ${middle}, after: ${last} }`;
}

function labelsText(source: IrSource, labels: readonly LabelEntry[], treatments: TreatmentNames): string {
  return list(
    labels.map(({ label, rules }) => {
      const written = rulesList(source, rules, ({ treatment }) => [
        `treatment: ${treatments.nameOf(treatment)}`,
      ]);
      return `{ label: ${stringLiteral(label)}, rules: ${written} }`;
    }),
  );
}

function commandsText(source: IrSource, commands: RelationEntry['commands']): string {
  return byAction(
    (action) =>
      commands[action] &&
      rulesList(source, commands[action], ({ effect, withoutWhere, approval }) => [
        `effect: ${stringLiteral(effect)}`,
        `withoutWhere: ${withoutWhere}`,
        `approval: ${approvalText(approval)}`,
      ]),
  );
}

/** A piece of a filter: SQL, or the hole for something of the asker. */
function pieceText(piece: string | CallerValue): string {
  if (typeof piece === 'string') return stringLiteral(piece);
  return `{ field: ${stringLiteral(piece.field)}, type: ${stringLiteral(piece.type)} }`;
}

/** An object literal with an entry for each action that has something to say. */
function byAction(textOf: (action: Action) => string | undefined): string {
  const lines = ACTIONS.flatMap((action) => {
    const text = textOf(action);
    return text === undefined ? [] : `${action}: ${text},`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.map((line) => `  ${indent(line)}`).join('\n')}\n}`;
}
