/** Answers `who` about an API: who may send the requests of an operation, and who sees a field, in which of them. */
import type { Effect, FieldEntry, FieldTreatment } from '@dlpc/runtime/abi';
import type { ApiSource } from '../../bind/api/api-source.ts';
import type { IrApi } from '../../ir/ir.ts';
import { type Note, noteOf } from '../access-note.ts';
import { ApiWorld } from '../api/api-world.ts';
import { effectOutcomes } from '../outcomes/effect-outcomes.ts';
import { fieldOutcomes } from '../outcomes/field-outcomes.ts';
import { spaceOf } from '../policy-world.ts';
import { type ApiPlace, type FoundPlaces, fieldNamesOf, placesOf } from './api-places.ts';
import type { ApiTarget, WhoTarget } from './who-target.ts';

export interface ApiAnswer {
  readonly source: string;
  /** Of the operation that was asked about; none for a field. */
  readonly operations: readonly OperationAnswer[];
  readonly sights: readonly FieldSightGroup[];
  /** False where an operation has more places than can be looked at. */
  readonly complete: boolean;
}

/** Who may send the requests of one operation, with one effect. */
export interface OperationAnswer {
  /** `GET /v1/customers/{id}` */
  readonly operation: string;
  readonly effect: Exclude<Effect, 'deny'>;
  /** Nobody where its witness is null. */
  readonly who: Note;
}

/** Places that are shown alike to everyone. */
export interface FieldSightGroup {
  readonly places: readonly SeenField[];
  /** From the one that reveals most; only those that anyone gets. */
  readonly sights: readonly { readonly treatment: FieldTreatment | null; readonly who: Note }[];
}

export interface SeenField {
  /** As policies name it; several where a value can be any of them. */
  readonly fields: readonly string[];
  readonly labels: readonly string[];
  readonly operation: string;
  /** `200 application/json` */
  readonly carrier: string;
  readonly isSent: boolean;
  /** `$.items[*].email` */
  readonly path: string;
}

/** The answer where the API has what is asked about. */
export function askApi(ir: IrApi, source: ApiSource, target: ApiTarget | WhoTarget): ApiAnswer | null {
  const world = new ApiWorld(ir, spaceOf([ir]));
  if (target.kind === 'operation' && target.source === source) {
    const { method, path } = target;
    const operations = ir.operations.filter((entry) => entry.method === method && entry.path === path);
    const { places, complete } = placesIn(world, source, operations);
    const labelled = places.filter(({ spot }) => world.fieldsAt(spot.shape).length > 0);
    return {
      source: ir.source,
      operations: operations.flatMap((operation) => operationAnswers(world, operation)),
      sights: groupsOf(world, source, labelled),
      complete,
    };
  }
  const isMeant = meantBy(world, source, target);
  if (isMeant === null) return null;
  const { places: all, complete } = placesIn(world, source, ir.operations);
  const places = all.filter(isMeant);
  const found = target.kind === 'label' ? foundGroups(world, target.label) : [];
  if (places.length === 0 && found.length === 0 && complete && target.kind === 'label') return null;
  return {
    ...{ source: ir.source, operations: [], complete },
    sights: [...groupsOf(world, source, places), ...found],
  };
}

function placesIn(world: ApiWorld, source: ApiSource, operations: IrApi['operations']): FoundPlaces {
  const found = operations.map((operation) => placesOf(world, source, operation));
  return {
    places: found.flatMap(({ places }) => places),
    complete: found.every(({ complete }) => complete),
  };
}

function meantBy(
  world: ApiWorld,
  source: ApiSource,
  target: ApiTarget | WhoTarget,
): ((place: ApiPlace) => boolean) | null {
  if (target.kind === 'field' && target.source === source)
    return ({ fields }) => fields.some((field) => target.fields.includes(field));
  if (target.kind !== 'label') return null;
  return ({ spot }) => world.fieldsAt(spot.shape).some((field) => carries(field, target.label));
}

/** Whether a field carries a label, or one below it. */
function carries({ labels }: FieldEntry, wanted: string): boolean {
  return labels.some(({ label }) => label === wanted || label.startsWith(`${wanted}.`));
}

/** What detectors find wherever no label is: in texts of all operations. */
function foundGroups(world: ApiWorld, label: string): readonly FieldSightGroup[] {
  const { space, ir } = world;
  const users = space.either(...ir.operations.map((operation) => world.usersOf(operation)));
  return ir.fields
    .filter((field) => field.found !== null && carries(field, label))
    .map((field) => ({
      places: [
        {
          ...{ fields: [field.name], labels: field.labels.map((each) => each.label) },
          ...{ operation: 'any operation', carrier: 'texts without a label', isSent: false, path: '$' },
        },
      ],
      sights: fieldOutcomes(world, [field])
        .map((outcome) => ({ ...outcome, callers: space.both(outcome.callers, users) }))
        .filter(({ callers }) => space.ask(callers).is !== 'empty')
        .toReversed()
        .map(({ value, callers, rules }) => ({ treatment: value, who: noteOf(world, callers, rules) })),
    }));
}

function operationAnswers(
  world: ApiWorld,
  operation: IrApi['operations'][number],
): readonly OperationAnswer[] {
  const outcomes = effectOutcomes(world, operation.rules);
  const denials = outcomes.find(({ value }) => value === 'deny')?.rules ?? [];
  return outcomes.flatMap(({ value, callers, rules }): readonly OperationAnswer[] => {
    const isOpen = world.space.ask(callers).is !== 'empty';
    if (value === 'deny' || (value === 'approve' && !isOpen)) return [];
    const allowing = noteOf(world, callers, rules);
    // Denials count where they take something away that is allowed.
    const taking = world.rulesFor(denials, world.anyOf(rules)).flatMap((rule) => world.rule(rule) ?? []);
    const who = { ...allowing, rules: [...allowing.rules, ...taking] };
    return [{ operation: `${operation.method} ${operation.path}`, effect: value, who }];
  });
}

function groupsOf(
  world: ApiWorld,
  source: ApiSource,
  places: readonly ApiPlace[],
): readonly FieldSightGroup[] {
  const groups = new Map<string, FieldSightGroup & { readonly places: SeenField[] }>();
  for (const { operation, carrier, path, spot, readers, fields } of places) {
    const outcomes = world
      .sightsAt(spot.shape)
      .map((outcome) => ({ ...outcome, callers: world.space.both(outcome.callers, readers) }))
      .filter(({ callers }) => world.space.ask(callers).is !== 'empty')
      .toReversed();
    const allowing = operation.rules.filter(({ effect }) => effect !== 'deny');
    const labels = world.fieldsAt(spot.shape).flatMap((field) => field.labels.map(({ label }) => label));
    const seen: SeenField = {
      fields: fieldNamesOf(source, fields),
      labels: [...new Set(labels)],
      operation: `${operation.method} ${operation.path}`,
      ...{ carrier: carrier.text, isSent: carrier.isSent, path },
    };
    const key = JSON.stringify([
      labels.length > 0,
      allowing.map(({ rule }) => rule),
      outcomes.map(({ value, callers, rules }) => [value, callers, rules.map(({ rule }) => rule)]),
    ]);
    const known = groups.get(key);
    if (known !== undefined) known.places.push(seen);
    else
      groups.set(key, {
        places: [seen],
        sights: outcomes.map(({ value, callers, rules }) => ({
          treatment: value,
          who: noteOf(world, callers, [...rules, ...allowing]),
        })),
      });
  }
  return [...groups.values()];
}
