/**
 * `current_setting($1)` becomes `pg_catalog.current_setting(pg_catalog.substring($1, '…'))`, where the pattern matches the names of settings that anybody may
 * see. Of any other name nothing is left, and the setting of no name is NULL.
 */
import { SHOWABLE_NAMES } from '../known/settings.ts';
import type { Token } from '../parse/sql-parser.ts';
import { listOf, namesOf, numberOf, type Tree, type TreeValue } from '../parse/tree.ts';
import { nameParts, tokenAt } from './name-span.ts';
import type { Splice } from './splice.ts';

const PATTERN = `CAST('${SHOWABLE_NAMES}' AS pg_catalog.text)`;
const SUBSTRING: TreeValue = [{ String: { sval: 'pg_catalog' } }, { String: { sval: 'substring' } }];
const PATTERN_TREE: TreeValue = {
  TypeCast: {
    arg: { A_Const: { sval: { sval: SHOWABLE_NAMES } } },
    typeName: { names: [{ String: { sval: 'pg_catalog' } }, { String: { sval: 'text' } }], typemod: -1 },
  },
};

export interface LimitedSetting {
  readonly change: { readonly splice: Splice; readonly node: Tree; readonly becomes: Tree };
  /** What closes the call that {@link change} opens. */
  readonly closing: Splice;
}

/** `call` is the FuncCall, with one argument or two. Null where its parentheses are not found. */
export function limitSetting(call: Tree, tokens: readonly Token[]): LimitedSetting | null {
  const start = numberOf(call.location);
  const names = namesOf(call.funcname) ?? [];
  const last = nameParts(tokens, start, names.length)?.at(-1);
  const at = last === undefined ? null : tokenAt(tokens, last.start);
  const open = at === null ? -1 : tokens.findIndex(({ text }, index) => index > at && text === '(');
  const end = open === -1 ? undefined : endOfArgument(tokens, open);
  if (last === undefined || end === undefined) return null;
  const [name, ...others] = listOf(call.args);
  const limited = {
    FuncCall: { funcname: SUBSTRING, args: [name ?? null, PATTERN_TREE], funcformat: EXPLICIT },
  };
  return {
    change: {
      splice: {
        start,
        end: tokens[open]?.end ?? last.end,
        text: 'pg_catalog.current_setting(pg_catalog.substring(',
      },
      node: call,
      becomes: {
        ...call,
        funcname: [{ String: { sval: 'pg_catalog' } }, { String: { sval: 'current_setting' } }],
        args: [limited, ...others],
      },
    },
    closing: { start: end.start, end: end.end, text: `, ${PATTERN})${end.text}` },
  };
}

const EXPLICIT = 'COERCE_EXPLICIT_CALL';

/** The comma or the parenthesis behind the first argument. */
function endOfArgument(tokens: readonly Token[], open: number): Token | undefined {
  let depth = 0;
  return tokens.slice(open + 1).find(({ text }) => {
    const isEnd = depth === 0 && (text === ',' || text === ')');
    if (text === '(' || text === '[') depth += 1;
    if (text === ')' || text === ']') depth -= 1;
    return isEnd;
  });
}
