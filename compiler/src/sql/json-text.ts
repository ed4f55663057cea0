/**
 * Which texts of `json` columns the server could not read as `jsonb`: escapes of U+0000 and halves of surrogate pairs, numbers of any
 * size, what nests deeper than its stack is. All of it conditions over an expression of type `text` with the collation "C".
 */
import { call, quoteLiteral } from './sql.ts';

/** As many opening brackets cannot nest deeper than the server's stack is. */
const MOST_BRACKETS = 4_000;

/** A number with more digits, or with an exponent of that many, may be none that `numeric` holds. */
const HUGE_NUMBER = '[0-9]{200}|[0-9][eE][+-]?[0-9]{5}';

/** Whether a document may nest too deep. */
export function isDeep(text: string): string {
  const brackets = call('translate', text, quoteLiteral('[{'), quoteLiteral(''));
  const nesting = call('int4mi', call('length', text), call('length', brackets));
  return call('int4gt', nesting, String(MOST_BRACKETS));
}

/** Whether something in a document of `json` may be none of `jsonb`: one of these holds. */
export function mayFail(text: string): readonly string[] {
  const escapes = call('replace', text, quoteLiteral('\\\\'), quoteLiteral(''));
  const unpaired = call(
    'regexp_replace',
    escapes,
    quoteLiteral('\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}'),
    quoteLiteral(''),
    quoteLiteral('g'),
  );
  const isForeign = call('namene', call('getdatabaseencoding'), quoteLiteral('UTF8'));
  const hasEscape = call('int4gt', call('strpos', escapes, quoteLiteral('\\u')), '0');
  return [
    call('textregexeq', text, quoteLiteral(HUGE_NUMBER)),
    call('textregexeq', unpaired, quoteLiteral('\\\\u(?:0000|[dD][89a-fA-F])')),
    `(${isForeign} AND ${hasEscape})`,
  ];
}
