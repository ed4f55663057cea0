/** Every place of an operation at which values stand, with those who see what it stands in, and the fields that it is. */
import type { OperationEntry } from '@dlpc/runtime/abi';
import { type ApiField, type ApiSource, fieldsOf } from '../../bind/api/api-source.ts';
import { columnText } from '../../bind/names.ts';
import type { Callers } from '../../check/satisfy/caller-space.ts';
import type { ApiOperation, Part, Shape } from '../../openapi/model/api-model.ts';
import type { ApiWorld } from '../api/api-world.ts';
import {
  type Carrier,
  carriersOf,
  type Spot,
  type Step,
  spotAt,
  spotBehind,
  stepsAt,
  stepText,
} from '../api/spot.ts';
import { showsFieldValue } from '../outcomes/field-outcomes.ts';

export interface ApiPlace {
  readonly operation: OperationEntry;
  readonly carrier: Carrier;
  /** `$.items[*].email` */
  readonly path: string;
  readonly spot: Extract<Spot, { is: 'shape' }>;
  /** Who sees what it stands in. */
  readonly readers: Callers;
  readonly fields: readonly ApiField[];
}

interface Standing {
  readonly spot: Spot;
  /** The same place in the document's model, which knows fields without a label as well. */
  readonly shape: Shape | null;
  readonly declared: Part['declared'];
  readonly readers: Callers;
  readonly path: string;
}

/** More places of one body are not looked at, which the answer says. */
const MOST_PLACES = 20_000;

/** What a walk has found. */
export interface FoundPlaces {
  readonly places: readonly ApiPlace[];
  /** False where there were too many to look at. */
  readonly complete: boolean;
}

/** The places of one operation; where schemas refer to themselves, each once for each set of readers. */
export function placesOf(world: ApiWorld, source: ApiSource, operation: OperationEntry): FoundPlaces {
  const places: ApiPlace[] = [];
  let complete = true;
  const model = source.api?.operations.find(
    ({ method, template }) => method === operation.method && template.text === operation.path,
  );
  if (model === undefined) return { places, complete: false };
  const readers = world.usersOf(operation);
  for (const carrier of carriersOf(operation)) {
    const part = modelAt(model, carrier);
    const start: Standing = { ...part, spot: spotAt(world.ir, operation, carrier), readers, path: '$' };
    const found = new Map([[keyOf(start), start]]);
    for (const { spot, shape, declared, ...place } of found.values()) {
      if (found.size > MOST_PLACES) {
        complete = false;
        break;
      }
      if (spot.is !== 'shape') continue;
      const fields = fieldsOf(source, [...declared, ...(shape?.sites ?? [])]);
      places.push({ operation, carrier, spot, path: place.path, readers: place.readers, fields });
      const inside = world.space.both(
        place.readers,
        world.space.either(
          ...world
            .sightsAt(spot.shape)
            .flatMap(({ value, callers }) => (showsFieldValue(value) ? [callers] : [])),
        ),
      );
      for (const step of stepsAt(world.ir, spot)) {
        const next: Standing = {
          ...partBehind(shape, step),
          spot: spotBehind(world.ir, spot, step),
          readers: inside,
          path: place.path + stepText(step),
        };
        if (!found.has(keyOf(next))) found.set(keyOf(next), next);
      }
    }
  }
  return { places, complete };
}

/** The names by which policies call the fields of a place. */
export function fieldNamesOf(source: ApiSource, fields: readonly ApiField[]): readonly string[] {
  return fields.map(({ relation, column }) => columnText(source, relation, column.name));
}

function keyOf({ spot, shape, declared, readers }: Standing): string {
  return JSON.stringify([spot, shape?.id ?? null, declared.map(({ id }) => id), readers]);
}

type Described = Pick<Standing, 'shape' | 'declared'>;

function described(part: Part | null | undefined): Described {
  return { shape: part?.shape ?? null, declared: part?.declared ?? [] };
}

function partBehind(shape: Shape | null, step: Step): Described {
  if (step === 'item') return described(shape?.items);
  return described((step === 'other' ? null : shape?.properties.get(step.property)) ?? shape?.additional);
}

function modelAt(model: ApiOperation, { where }: Carrier): Described {
  switch (where.kind) {
    case 'parameter':
      return described(model.parameters[where.index]?.part);
    case 'request':
      return described(model.request[where.index]?.part);
    case 'response':
      return described(model.responses[where.response]?.bodies[where.index]?.part);
    case 'rest':
      return described(null);
    case 'header':
      return described(model.responses[where.response]?.headers[where.index]?.part);
  }
}
