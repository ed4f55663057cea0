/** What `keep_first` and `keep_last` share: a few characters stay, a run of stars stands for the rest. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call, cast, columnText, quoteLiteral } from '../sql/sql.ts';
import { integerAt } from './arguments.ts';
import type { MaskDefinition } from './mask.ts';
import { perElement } from './per-element.ts';

/** Stars for the hidden rest: always as many, so that they do not tell how long it is. */
const STARS = 4;

const MOST_KEPT = 100;

/** Builds a mask from the way to put the `kept` characters of `text` and the stars together. */
export function keepMask(
  name: string,
  doc: string,
  assemble: (text: string, kept: number, stars: string) => string,
): MaskDefinition {
  return perElement({
    name,
    params: [{ name: 'count', type: 'integer', min: 1, max: MOST_KEPT, optional: false }],
    rank: REVEAL_RANK.part,
    doc: `${doc} A value that is no longer than that becomes stars alone; NULL stays NULL. Fits text that is longer than what is kept, and arrays of such text.`,
    accepts: (type) => leavesRoom(type, 1),
    fits: (type, [count]) => typeof count === 'number' && leavesRoom(type, count),
    treatment: (column, type, args) => treatment(column, type, integerAt(args, 0)),
  });

  function treatment(column: string, type: ColumnType, kept: number) {
    const text = columnText(column);
    // Where the column is too short for all of the stars, fewer leave the kept characters whole.
    const stars = quoteLiteral('*'.repeat(Math.min(STARS, (type.maxLength ?? Infinity) - kept)));
    const isShort = call('int4le', call('length', text), String(kept));
    const sql = `CASE WHEN ${isShort} THEN ${stars} ELSE ${assemble(text, kept, stars)} END`;
    return {
      text: `${name}(${kept})`,
      rank: REVEAL_RANK.part,
      sql: cast(sql, type.base),
      keyed: false,
      lookup: false,
    };
  }
}

function leavesRoom(type: ColumnType, kept: number): boolean {
  return type.family === 'text' && (type.maxLength === null || type.maxLength > kept);
}
