/** Answers `who`: finds what is asked about in the compiled sources, also where it is reached through a parent table. */
import { type ColumnEntry, type RelationEntry, relationKey } from '@dlpc/runtime/abi';
import { ancestorsOf } from '../../bind/inheritance.ts';
import type { Program } from '../../bind/program.ts';
import type { IrSource } from '../../ir/ir.ts';
import { SourceWorld, spaceOf } from '../source-world.ts';
import { type CommandAnswer, commandAnswers, type SightGroup, sightGroups } from './who.ts';
import type { WhoTarget } from './who-target.ts';

/** What is known of the target in one source. */
export interface SourceAnswer {
  readonly source: string;
  /** Commands on the relation that was asked about, or that has the column. */
  readonly commands: readonly CommandAnswer[];
  readonly sights: readonly SightGroup[];
}

/** An answer for each source that has what is asked about. */
export function askWho(
  program: Program,
  sources: readonly IrSource[],
  target: WhoTarget,
): readonly SourceAnswer[] {
  return sources.flatMap((ir) => {
    const world = new SourceWorld(ir, spaceOf([ir]));
    const answer = answerIn(program, world, target);
    return answer === null ? [] : [{ source: ir.source, ...answer }];
  });
}

function answerIn(
  program: Program,
  world: SourceWorld,
  target: WhoTarget,
): Omit<SourceAnswer, 'source'> | null {
  const { ir } = world;
  if (target.kind === 'label') {
    const columns = ir.relations.flatMap((relation) =>
      relation.columns
        .filter((column) => carries(column, target.label))
        .map((column) => [relation, column] as const),
    );
    return columns.length === 0 ? null : { commands: [], sights: sightGroups(world, columns) };
  }
  if (target.source.name !== ir.source) return null;
  const relation = entryOf(ir, relationKey(target.relation.schema, target.relation.name));
  if (relation === undefined) return null;
  const commands = commandAnswers(world, relation);
  if (target.kind === 'relation')
    return {
      commands,
      sights: sightGroups(
        world,
        relation.columns.map((column) => [relation, column]),
      ),
    };
  const source = program.sources.get(ir.source);
  // Reading a table reads the rows of its children, so that a column is also reached through the tables above.
  const above = source === undefined ? [] : [...ancestorsOf(source, target.relation)];
  const reached = [target.relation, ...above].flatMap(({ schema, name }) => {
    const entry = entryOf(ir, relationKey(schema, name));
    const column = entry?.columns.find((candidate) => candidate.name === target.column);
    return entry === undefined || column === undefined ? [] : [[entry, column] as const];
  });
  return {
    commands: commands.filter(({ action }) => action !== 'select'),
    sights: reached.flatMap((one) => sightGroups(world, [one])),
  };
}

/** Whether the column, or a part of its values, carries the label or one below it. */
function carries({ labels, parts }: ColumnEntry, wanted: string): boolean {
  return [{ labels }, ...parts].some((labelled) =>
    labelled.labels.some(({ label }) => label === wanted || label.startsWith(`${wanted}.`)),
  );
}

function entryOf(ir: IrSource, key: string): RelationEntry | undefined {
  return ir.relations.find(({ schema, name }) => relationKey(schema, name) === key);
}
