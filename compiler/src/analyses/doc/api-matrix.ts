/**
 * Who may ask for what of one API, and who sees what of its labelled fields, as two matrices. A field is asked of those alone who may send a
 * request that has it; what it stands in may hide it from them none the less, and a value that can be several fields shows the least.
 */
import type { Effect, FieldEntry, FieldTreatment, OperationEntry, ShapeIndex } from '@dlpc/runtime/abi';
import type { IrApi } from '../../ir/ir.ts';
import { type Note, noteOf } from '../access-note.ts';
import type { ApiWorld } from '../api/api-world.ts';
import { effectOutcomes } from '../outcomes/effect-outcomes.ts';
import { fieldOutcomes } from '../outcomes/field-outcomes.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { divideCallers } from './divide-callers.ts';
import { MOST_CLASSES } from './matrix.ts';

/** Classes of callers, each with an answer for each row; null where there are more than {@link MOST_CLASSES}. */
export type Answers<V> = readonly { readonly who: Note; readonly answers: readonly V[] }[] | null;

export interface ApiMatrix {
  readonly operations: readonly OperationEntry[];
  /** Without those to whom all is denied. */
  readonly effects: Answers<Effect>;
  readonly fields: readonly FieldRow[];
  /** Undefined where no request that has the field may be sent. */
  readonly sights: Answers<FieldTreatment | null | undefined>;
}

export interface FieldRow {
  readonly field: FieldEntry;
  /** The operations that take it or give it. */
  readonly operations: readonly OperationEntry[];
}

export function apiMatrixOf(world: ApiWorld): ApiMatrix {
  const { operations } = world.ir;
  const fields = fieldRows(world.ir);
  const effects = divideCallers(
    world,
    operations.map(({ rules }) => effectOutcomes(world, rules)),
    4 * MOST_CLASSES,
  );
  const sights = divideCallers(
    world,
    fields.map((row) => sightOutcomes(world, row)),
    4 * MOST_CLASSES,
  );
  return {
    operations,
    effects: listed(world, effects, (effect) => effect !== 'deny'),
    fields,
    sights: listed(world, sights, (sight) => sight !== undefined),
  };
}

/** Who gets nothing at all is not listed. */
function listed<V>(
  world: ApiWorld,
  classes: ReturnType<typeof divideCallers<V>>,
  isSomething: (answer: V) => boolean,
): Answers<V> {
  const able = classes?.filter(({ answers }) => answers.some(isSomething)) ?? null;
  if (able === null || able.length > MOST_CLASSES) return null;
  return able.map(({ callers, answers, rules }) => ({ who: noteOf(world, callers, rules), answers }));
}

function sightOutcomes(
  world: ApiWorld,
  { field, operations }: FieldRow,
): readonly Outcome<FieldTreatment | null | undefined>[] {
  const { space } = world;
  const askers = space.either(...operations.map((operation) => world.usersOf(operation)));
  return [
    { value: undefined, callers: space.outside(askers), rules: [] },
    ...fieldOutcomes(world, [field]).map((outcome) => ({
      ...outcome,
      callers: space.both(outcome.callers, askers),
    })),
  ];
}

/** Fields that no operation has are not told of. */
function fieldRows({ operations, shapes, fields }: IrApi): readonly FieldRow[] {
  const holders = fields.map((): OperationEntry[] => []);
  for (const operation of operations) {
    const answers = operation.responses.flatMap(({ bodies, headers }) => [...bodies, ...headers]);
    const starts = [...operation.parameters, ...operation.request, ...answers].map(({ shape }) => shape);
    const reached = new Set<ShapeIndex>(starts.filter((shape) => shape !== null));
    const held = new Set<number>();
    // A set is walked in the order of insertion, also of what is added on the way.
    for (const index of reached) {
      const shape = shapes[index];
      if (shape === undefined) continue;
      for (const field of [...shape.fields, ...shape.searches]) held.add(field);
      for (const inner of [...shape.properties.values(), shape.additional, shape.items])
        if (inner !== null) reached.add(inner);
    }
    for (const field of held) holders[field]?.push(operation);
  }
  return fields
    .map((field, index) => ({ field, operations: holders[index] ?? [] }))
    .filter((row) => row.operations.length > 0);
}
