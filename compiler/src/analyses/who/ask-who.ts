/** Answers `who`: finds what is asked about in the compiled sources, also where it is reached through a parent table. */
import type { ColumnEntry, RelationEntry } from '@dlpc/runtime/abi';
import { ancestorsOf } from '../../bind/inheritance.ts';
import type { Program } from '../../bind/program.ts';
import type { IrSource } from '../../ir/ir.ts';
import type { Relation } from '../../schema/model.ts';
import { spaceOf } from '../policy-world.ts';
import { SourceWorld } from '../source-world.ts';
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
    const source = program.sources.get(ir.source) ?? null;
    const world = new SourceWorld(ir, spaceOf([ir]), { source });
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
  const places = [...world.places.values()].flat();
  if (target.kind === 'label') {
    const carrying = places.filter(({ column }) => carries(column, target.label));
    return carrying.length === 0 ? null : { commands: [], sights: sightGroups(world, carrying) };
  }
  if (target.source.name !== ir.source) return null;
  const relation = entryOf(ir, target.relation);
  if (relation === undefined) return null;
  const commands = commandAnswers(world, relation);
  if (target.kind === 'relation')
    return { commands, sights: sightGroups(world, world.places.get(relation) ?? []) };
  const source = program.sources.get(ir.source);
  // Reading a table reads the rows of its children, so that a column is also reached through the tables above.
  const above = source === undefined ? [] : [...ancestorsOf(source, target.relation)];
  const holders = [target.relation, ...above].flatMap((holder) => entryOf(ir, holder) ?? []);
  const own = places.filter(({ through, name }) => through === relation && name === target.column);
  const elsewhere = places.filter(
    ({ through, from, column }) =>
      through !== relation && holders.includes(from) && column.name === target.column,
  );
  return {
    commands: commands.filter(({ action }) => action !== 'select'),
    sights: [...own, ...elsewhere].flatMap((place) => sightGroups(world, [place])),
  };
}

/** Whether the column, or a part of its values, carries the label or one below it. */
function carries({ labels, parts }: ColumnEntry, wanted: string): boolean {
  return [{ labels }, ...parts].some((labelled) =>
    labelled.labels.some(({ label }) => label === wanted || label.startsWith(`${wanted}.`)),
  );
}

function entryOf(ir: IrSource, wanted: Pick<Relation, 'schema' | 'name'>): RelationEntry | undefined {
  return ir.relations.find(({ schema, name }) => schema === wanted.schema && name === wanted.name);
}
