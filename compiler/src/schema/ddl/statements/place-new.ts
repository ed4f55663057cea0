/** Where a new relation goes, and whether it may. */
import type { RangeVar } from 'libpg-query';
import { type Context, qualified } from '../context.ts';
import type { Place } from '../database.ts';

/** The place of a new relation; null, with a report unless `ifNotExists`, where something stands there already. */
export function placeNew(
  { database, report }: Context,
  range: RangeVar | undefined,
  { ifNotExists = false }: { ifNotExists?: boolean | undefined } = {},
): Place | null {
  const place = range === undefined ? null : database.placeOf(range);
  if (place === null) {
    report.error(`\`${range?.relname ?? ''}\` has no schema to go into`, range?.location);
    return null;
  }
  if (database.relationAt(place) === null) return place;
  if (!ifNotExists) {
    report.error(`\`${qualified(place.schema, place.name)}\` exists already`, range?.location);
  }
  return null;
}
