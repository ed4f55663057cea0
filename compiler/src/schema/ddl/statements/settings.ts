/** SET and its relatives: the search_path, and settings that change how text is read. */
import type { FuncCall, Node, SelectStmt, VariableSetStmt } from 'libpg-query';
import { as, strings } from '../../parse/node.ts';
import type { Context } from '../context.ts';
import { splitPath } from '../search-path.ts';
import { selectInto } from './create-table-as.ts';

/** Functions that a dump calls, and that change no schema. */
const HARMLESS_FUNCTIONS: ReadonlySet<string> = new Set(['set_config', 'setval', 'nextval']);

export function setVariable({ database, report }: Context, statement: VariableSetStmt): void {
  const values = (statement.args ?? []).map((node) => as('A_Const', node)?.sval?.sval ?? '');
  switch (statement.kind) {
    case 'VAR_SET_VALUE':
      if (statement.name === 'search_path') database.path.set(values);
      if (statement.name === 'standard_conforming_strings' && /^(?:off|false|no|0)$/i.test(values[0] ?? '0'))
        report.error('a text with `standard_conforming_strings` off cannot be read');
      return;
    case 'VAR_RESET_ALL':
      database.path.reset();
      return;
    default:
      if (statement.name === 'search_path') database.path.reset();
  }
}

/** `SELECT pg_catalog.set_config('search_path', '', false)`, as pg_dump begins; SELECT INTO makes a table. */
export function select(context: Context, statement: SelectStmt): void {
  if (statement.intoClause !== undefined) {
    selectInto(context, statement);
    return;
  }
  for (const node of statement.targetList ?? []) {
    const call = as('FuncCall', as('ResTarget', node)?.val);
    if (call !== null) callFunction(context, call);
  }
}

function callFunction({ database, report }: Context, call: FuncCall): void {
  const [name = ''] = strings(call.funcname).toReversed();
  const [setting, value] = (call.args ?? []).map(text);
  if (name === 'set_config' && setting === 'search_path') {
    if (value == null) report.error('the search_path must be a plain text here', call.location);
    else database.path.set(splitPath(value));
  } else if (!HARMLESS_FUNCTIONS.has(name))
    report.warning(`what \`${name}\` does to the schema is not known`, call.location);
}

function text(node: Node): string | null {
  const constant = as('A_Const', node)?.sval;
  return constant === undefined ? null : (constant.sval ?? '');
}
