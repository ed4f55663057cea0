/**
 * The parts of a matcher module as text: each function writes the initializer of one constant. They ask `names` for the
 * constants that they refer to.
 */
import { type Action, relationKey, type Treatment } from '@dlpc/runtime/abi';
import type { IrColumn, IrLabel, IrRelation, IrSource } from '../ir/ir.ts';
import { conditionText, type Lookups } from './condition-text.ts';
import { commentText, nullableLiteral, stringLiteral } from './literal.ts';
import type { TreatmentNames } from './treatment-names.ts';

/** In which order the actions of a relation are written. */
const ACTIONS: readonly Action[] = ['select', 'insert', 'update', 'delete'];

/** `{ text, rank, sql, keyed }` */
export function treatmentText({ text, rank, sql, keyed }: Treatment): string {
  return `{ text: ${stringLiteral(text)}, rank: ${rank}, sql: ${nullableLiteral(sql)}, keyed: ${keyed} }`;
}

/** The policies, each with its condition as a function. */
export function policiesText({ policies }: IrSource, lookups: Lookups): string {
  return list(
    policies.map(({ name, condition, admits }) => {
      const applies = `(request: AccessRequest): boolean => ${conditionText(condition, lookups)}`;
      return `{ name: ${stringLiteral(name)}, admits: ${admits}, applies: ${applies} }`;
    }),
  );
}

/** The claims that an identity must carry. */
export function claimsText({ claims }: IrSource): string {
  return list(
    claims.map(
      ({ name, type, optional }) =>
        `{ name: ${stringLiteral(name)}, type: ${stringLiteral(type)}, optional: ${optional} }`,
    ),
  );
}

/** The windows that conditions ask about, by index. */
export function windowsText({ windows }: Lookups): string {
  return list(
    windows.map(({ zone, start, end }) => `{ zone: ${stringLiteral(zone)}, start: ${start}, end: ${end} }`),
  );
}

/** The rules, by which denials and explanations lead to the policy files. */
export function rulesText({ rules }: IrSource): string {
  return list(
    rules.map(
      ({ policy, text, file, line }) =>
        `{ policy: ${policy}, text: ${stringLiteral(text)}, file: ${stringLiteral(file)}, line: ${line} }`,
    ),
  );
}

/** A map of the relations by their keys. */
export function relationsText(source: IrSource, treatments: TreatmentNames): string {
  const entries = source.relations.map((relation) => relationEntry(source, relation, treatments));
  return `new Map<string, RelationEntry>(${list(entries)})`;
}

function relationEntry(source: IrSource, relation: IrRelation, treatments: TreatmentNames): string {
  const { schema, name, kind } = relation;
  return [
    `[${stringLiteral(relationKey(schema, name))}, {`,
    `  schema: ${stringLiteral(schema)},`,
    `  name: ${stringLiteral(name)},`,
    `  kind: ${stringLiteral(kind)},`,
    `  columns: ${indent(columnsText(source, relation.columns, treatments))},`,
    `  commands: ${indent(commandsText(source, relation))},`,
    '}]',
  ].join('\n');
}

function columnsText(source: IrSource, columns: readonly IrColumn[], treatments: TreatmentNames): string {
  return list(
    columns.map(({ name, type, labels, fallback }) => {
      const before = `{ name: ${stringLiteral(name)}, type: ${stringLiteral(type)}, labels: `;
      const after = `, fallback: ${fallback === null ? 'null' : treatments.nameOf(fallback)} }`;
      return before + labelsText(source, labels, treatments) + after;
    }),
  );
}

function labelsText(source: IrSource, labels: readonly IrLabel[], treatments: TreatmentNames): string {
  return list(
    labels.map(({ label, rules }) => {
      const written = rules.map(({ policy, treatment, rule }) => ({
        text: `{ policy: ${policy}, treatment: ${treatments.nameOf(treatment)}, rule: ${rule} }`,
        comment: ruleComment(source, rule),
      }));
      return `{ label: ${stringLiteral(label)}, rules: ${commentedList(written)} }`;
    }),
  );
}

function commandsText(source: IrSource, { commands }: IrRelation): string {
  const lines = ACTIONS.flatMap((action) => {
    const rules = commands[action];
    if (rules === undefined) return [];
    const written = rules.map(({ policy, effect, rule }) => ({
      text: `{ policy: ${policy}, effect: ${stringLiteral(effect)}, rule: ${rule} }`,
      comment: ruleComment(source, rule),
    }));
    return `${action}: ${commentedList(written)},`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.map((line) => `  ${indent(line)}`).join('\n')}\n}`;
}

/** Where a rule stands, and what it says. */
function ruleComment({ rules }: IrSource, index: number): string {
  const rule = rules[index];
  return rule === undefined ? '' : `${commentText(rule.file)}:${rule.line} ${commentText(rule.text)}`;
}

function list(items: readonly string[]): string {
  return commentedList(items.map((text) => ({ text, comment: '' })));
}

function commentedList(items: readonly { readonly text: string; readonly comment: string }[]): string {
  if (items.length === 0) return '[]';
  const lines = items.map(
    ({ text, comment }) => `  ${indent(text)},${comment === '' ? '' : ` // ${comment}`}`,
  );
  return `[\n${lines.join('\n')}\n]`;
}

/** No literal holds a line end, so that every line of the text is one of ours. */
function indent(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
