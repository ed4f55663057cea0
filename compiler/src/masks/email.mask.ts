/** `email`: enough of an address to recognise a customer's own, such as `a***@example.com`. */
import { REVEAL_RANK } from '@dlpc/runtime/abi';
import type { ColumnType } from '../schema/model.ts';
import { call, cast, columnText, quoteLiteral } from '../sql/sql.ts';
import { perElement } from './per-element.ts';

const HIDDEN = '***';

/** The longest address that RFC 5321 allows; nothing longer is looked at. */
const LONGEST_ADDRESS = 320;

/** One `@`, something without white space before it, and something like a host name after it. */
const ADDRESS = '^[^@[:space:]]+@[A-Za-z0-9.-]+$';

export const emailMask = perElement({
  name: 'email',
  params: [],
  rank: REVEAL_RANK.part,
  doc: 'The first character and the domain of an e-mail address, as in `a***@example.com`; what is no plain address becomes `***`, NULL stays NULL. Fits text of at least 4 characters and arrays of such text.',
  accepts: leavesRoom,
  fits: leavesRoom,
  treatment: (column, type) => ({
    text: 'email',
    rank: REVEAL_RANK.part,
    sql: cast(maskedAddress(columnText(column)), type.base),
    keyed: false,
    lookup: false,
  }),
});

function leavesRoom(type: ColumnType): boolean {
  return type.family === 'text' && (type.maxLength === null || type.maxLength >= 4);
}

/**
 * Matching and searching fail on a column with a nondeterministic collation, hence the collation "C" for both. Their
 * results are no text, so that the masked column keeps its own.
 */
function maskedAddress(text: string): string {
  const bytewise = `${text} COLLATE pg_catalog."C"`;
  const hidden = quoteLiteral(HIDDEN);
  const domain = call('right', text, call('int4um', call('strpos', bytewise, quoteLiteral('@'))));
  const masked = call(
    'textcat',
    call('textcat', call('left', text, '1'), quoteLiteral(`${HIDDEN}@`)),
    domain,
  );
  return [
    'CASE',
    // The length comes first: matching takes memory in proportion to the text, and could run out of it.
    `WHEN ${call('int4gt', call('length', text), String(LONGEST_ADDRESS))} THEN ${hidden}`,
    `WHEN ${call('textregexeq', bytewise, quoteLiteral(ADDRESS))} THEN ${masked}`,
    `WHEN ${text} IS NOT NULL THEN ${hidden}`,
    'END',
  ].join(' ');
}
