/** Which files of a folder are migrations, and in which order they are applied. Pure: knows names, and no text but a plan's. */
import { baseName } from './base-name.ts';
import { flywayOrder, isFlyway } from './flyway.ts';
import { naturalPathOrder } from './natural-order.ts';
import { sqitchOrder } from './sqitch.ts';

export type MigrationOrder =
  | {
      readonly ok: true;
      readonly paths: readonly string[];
      /** Sentences about files that look like migrations and are not read. */
      readonly caveats: readonly string[];
    }
  /** Half a sentence on why the order cannot be told. */
  | { readonly ok: false; readonly reason: string };

/**
 * Orders `paths`, the SQL files below a folder: by a Sqitch plan where there is one, as Flyway does where there are versions
 * in its style, and else by name, segment by segment, in {@link naturalPathOrder}.
 */
export function migrationOrder(paths: readonly string[], sqitchPlan: string | null): MigrationOrder {
  if (sqitchPlan !== null) return sqitchOrder(sqitchPlan, paths);
  if (isFlyway(paths)) return flywayOrder(paths);
  return { ok: true, paths: paths.filter((path) => !undoes(path)).toSorted(naturalPathOrder), caveats: [] };
}

/** `3_x.down.sql` of golang-migrate, `3_x/down.sql` of Diesel, and what stands in a folder `down`. */
function undoes(path: string): boolean {
  return /(?:^|\.)down\.sql$/i.test(baseName(path)) || /(?:^|\/)down\//i.test(path);
}
