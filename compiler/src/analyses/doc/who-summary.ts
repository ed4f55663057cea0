/**
 * Who sees what of one source as data, for the console of the proxy, which has no compiler: the tables of the page of `dlpc doc`, bounded.
 */
import type { WhoCell, WhoClass, WhoGroup, WhoSummary, WhoTable } from '@dlpc/runtime/abi';
import { ACTIONS } from '../../bind/actions.ts';
import type { Program } from '../../bind/program.ts';
import { callerText } from '../../check/satisfy/caller-text.ts';
import type { IrApi, IrSource } from '../../ir/ir.ts';
import type { Note } from '../access-note.ts';
import { ApiWorld } from '../api/api-world.ts';
import { columnEntryText, entryText } from '../entry-names.ts';
import { conditionLines, ruleText } from '../note-text.ts';
import { operationName } from '../operation-name.ts';
import { spaceOf } from '../policy-world.ts';
import { SourceWorld } from '../source-world.ts';
import { type Answers, apiMatrixOf } from './api-matrix.ts';
import { type Matrix, matrixOf } from './matrix.ts';
import { effectCell, labelGroups, sightCell } from './matrix-html.ts';

/** Relations, and rows of one, that are told of. */
const MOST_TABLES = 200;
const MOST_ROWS = 300;

/** By the name of the source. */
export function whoSummaries(
  program: Program,
  sources: readonly IrSource[],
  apis: readonly IrApi[],
): ReadonlyMap<string, WhoSummary> {
  return new Map([
    ...sources.map((ir) => [ir.source, databaseSummary(program, ir)] as const),
    ...apis.map((ir) => [ir.source, apiSummary(ir)] as const),
  ]);
}

/** Those with labels first: of what carries none there is less to say. */
function databaseSummary(program: Program, ir: IrSource): WhoSummary {
  const world = new SourceWorld(ir, spaceOf([ir]), { source: program.sources.get(ir.source) ?? null });
  const isLabelled = ({ columns }: IrSource['relations'][number]): boolean =>
    columns.some(({ labels, parts }) => labels.length > 0 || parts.length > 0);
  const relations = [
    ...ir.relations.filter(isLabelled),
    ...ir.relations.filter((relation) => !isLabelled(relation)),
  ];
  const told = relations.slice(0, MOST_TABLES);
  return {
    source: ir.source,
    tables: told.map((relation) => relationTable(world, matrixOf(world, relation))),
    omitted: relations.length - told.length,
  };
}

function relationTable(world: SourceWorld, { relation, classes, rows, tooMany }: Matrix): WhoTable {
  const commands: WhoGroup = {
    name: 'commands',
    rows: [
      ...ACTIONS.map((action) => ({
        ...{ name: action, about: '' },
        cells: classes.map((one) => effectCell(one.commands.get(action))),
      })),
      ...(relation.filters.length === 0 ? [] : [filterRow(world, classes)]),
    ],
  };
  const columns = labelGroups(rows.slice(0, MOST_ROWS)).map(
    ([name, same]): WhoGroup => ({
      name,
      rows: same.map(([index, { place, part }]) => {
        const origin =
          place.from === place.through ? '' : `from ${columnEntryText(place.from, place.column.name)}`;
        return {
          name: place.name,
          about: [part ?? place.column.type, origin].filter((word) => word !== '').join(', '),
          cells: classes.map(({ sights }) => sightCell(sights[index])),
        };
      }),
    }),
  );
  return {
    ...{ name: entryText(relation), kind: relation.kind },
    classes: tooMany ? null : classes.map(({ who }) => classOf(who)),
    groups: tooMany ? [] : [commands, ...columns],
  };
}

function filterRow(world: SourceWorld, classes: Matrix['classes']): WhoGroup['rows'][number] {
  const cells = classes.map(({ filters }): WhoCell => {
    const texts = filters.map(({ rule }) => world.rule(rule)?.text ?? '');
    return { style: 'open', words: texts.length === 0 ? 'all rows' : texts.join('; ') };
  });
  return { name: 'rows', about: '', cells };
}

function apiSummary(ir: IrApi): WhoSummary {
  const { operations, effects, fields, sights } = apiMatrixOf(new ApiWorld(ir, spaceOf([ir])));
  const rowsOf = <V>(answers: Answers<V>, index: number, cellOf: (answer: V | undefined) => WhoCell) =>
    (answers ?? []).map((one) => cellOf(one.answers[index]));
  const operationRows = operations.slice(0, MOST_ROWS).map((operation, index) => ({
    ...{ name: operationName(operation), about: operation.operationId ?? '' },
    cells: rowsOf(effects, index, effectCell),
  }));
  const fieldRows = fields.slice(0, MOST_ROWS).map(({ field, operations: of }, index) => ({
    name: field.name,
    about: of.length === 1 ? `in ${of.map(operationName).join()}` : `in ${of.length} operations`,
    cells: rowsOf(sights, index, (sight) =>
      sight === undefined ? { style: 'none', words: 'not asked for' } : sightCell(sight),
    ),
  }));
  return {
    source: ir.source,
    tables: [
      { ...{ name: 'operations', kind: 'operations' }, ...tableOf(effects, operationRows) },
      ...(fields.length === 0
        ? []
        : [{ ...{ name: 'labelled fields', kind: 'fields' }, ...tableOf(sights, fieldRows) }]),
    ],
    omitted: 0,
  };
}

function tableOf(answers: Answers<unknown>, rows: WhoGroup['rows']): Pick<WhoTable, 'classes' | 'groups'> {
  return answers === null
    ? { classes: null, groups: [] }
    : { classes: answers.map(({ who }) => classOf(who)), groups: [{ name: '', rows }] };
}

function classOf(note: Note): WhoClass {
  return {
    ways: conditionLines(note.condition),
    witness: note.witness === null ? null : callerText(note.witness),
    rules: note.rules.map((rule) => ruleText(rule, (file) => file)),
  };
}
