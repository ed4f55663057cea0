/** FuncCall: only functions that are known to compute on their arguments and on nothing else. */
import { denials } from '../denials.ts';
import {
  functionRefusal,
  isHarmlessApart,
  isHarmlessFunction,
  isReachableByAttribute,
} from '../known/functions.ts';
import { settingSetRefusal, settingShowRefusal } from '../known/settings.ts';
import { isTree, listOf, namesOf, stringOf, type Tree, unwrap } from '../parse/tree.ts';
import { addedUnder } from './added-objects.ts';
import { isSearchPath, searchPathRefusal, splitPath } from './search-path.ts';
import { isSequenceFunction, judgeSequenceCall } from './sequences.ts';
import { locationOf, type Visitor, type Walk } from './walk.ts';

export const visitFuncCall: Visitor = (walk, node, scope) => {
  walk.fields('FuncCall', node, scope);
  const names = namesOf(node.funcname);
  const name = names?.at(-1);
  if (names === null || name === undefined || names.length > 2) {
    walk.refuse(denials.construct('this function name'), locationOf(node));
    return;
  }
  judgeFunction(walk, node, names.length === 2 ? (names[0] ?? '') : null, name);
};

function judgeFunction(walk: Walk, node: Tree, schema: string | null, name: string): void {
  const added = addedUnder(walk.catalog.addedFunctions.get(name), schema, walk.catalog);
  const builtIn = schema === null || schema === 'pg_catalog';
  if (added === 'untrusted' || (added === 'trusted' && builtIn && isReachableByAttribute(name))) {
    // The second: an extension's harmless overload must not open the built-in one that acts.
    walk.refuse(denials.addedObject('function', name), locationOf(node));
  } else if (builtIn && name === 'current_setting') {
    judgeCurrentSetting(walk, node);
  } else if (builtIn && added === 'none' && name === 'set_config' && isPlainSet(walk, node)) {
    if (schema === null) walk.unqualifiedCalls.push(node);
  } else if (builtIn && (isHarmlessFunction(name, listOf(node.args).length) || walk.alsoHarmless.has(name))) {
    // Where an extension has an overload of the name, the server must go on choosing between them.
    if (schema === null && added === 'none' && !isUnnestOfMany(node, name)) walk.unqualifiedCalls.push(node);
  } else if (builtIn && added === 'none' && isSequenceFunction(name)) {
    judgeSequenceCall(walk, node, name);
    if (schema === null) walk.unqualifiedCalls.push(node);
  } else if (builtIn && added === 'none' && isHarmlessApart(name)) {
    walk.calls.apart.push({ name, location: locationOf(node) });
    if (schema === null) walk.unqualifiedCalls.push(node);
  } else if (added === 'none' && !isInformationSchemaHelper(schema, name)) {
    const reason = builtIn ? functionRefusal(name) : 'there is no such function';
    walk.refuse(denials.function(builtIn ? name : `${schema}.${name}`, reason), locationOf(node));
  }
}

/**
 * `unnest(a, b)` in FROM: the server takes the bare name alone for one call of `pg_catalog.unnest` for each argument
 * (parse_clause.c, transformRangeFunction); no function has the name and so many arguments.
 */
function isUnnestOfMany(node: Tree, name: string): boolean {
  return name === 'unnest' && listOf(node.args).length > 1;
}

/** `current_setting('…')` of a literal name is SHOW; what is computed must be one of the names that may be seen, or is none. */
function judgeCurrentSetting(walk: Walk, node: Tree): void {
  walk.constantsMatter = true;
  const args = listOf(node.args).map((argument) => unwrap(argument));
  const literal = textOf(args[0]);
  const isPlain = args.every((argument) => argument !== null && argument.kind !== 'NamedArgExpr');
  if (literal !== null) {
    const refusal = settingShowRefusal(literal);
    if (refusal !== null) walk.refuse(denials.setting(literal, refusal), locationOf(node));
  } else if (isPlain && args.length > 0 && args.length < 3 && node.func_variadic !== true)
    walk.calls.settings.push(node);
  else
    walk.refuse(
      denials.function('current_setting', 'the setting must be its first argument, without a name'),
      locationOf(node),
    );
}

/**
 * `set_config('…', '…', false)` of literals is SET, however many rows it is called for; of anything computed it could be any setting and
 * would carry values out of rows. But for the form that pg_dump has.
 */
function isPlainSet(walk: Walk, node: Tree): boolean {
  walk.constantsMatter = true;
  const args = listOf(node.args).map((argument) => unwrap(argument));
  const [first, ...values] = args;
  const byRow = first?.kind === 'ColumnRef' ? walk.settingNames.get(first.node) : undefined;
  const name = byRow ?? textOf(first);
  const value = textOf(values[0]);
  const isConstant = values.every((argument) => argument?.kind === 'A_Const');
  return (
    args.length === 3 &&
    isConstant &&
    typeof name === 'string' &&
    typeof value === 'string' &&
    (isSearchPath(name)
      ? searchPathRefusal(walk.catalog, splitPath(value))
      : settingSetRefusal(name, [value])) === null
  );
}

/** A literal's text; null for anything else. */
function textOf(argument: ReturnType<typeof unwrap> | undefined): string | null {
  return argument?.kind === 'A_Const' && isTree(argument.node.sval)
    ? stringOf(argument.node.sval.sval)
    : null;
}

/** Made by initdb, written in SQL over their arguments alone; drivers call them, for example pgJDBC for primary keys. */
function isInformationSchemaHelper(schema: string | null, name: string): boolean {
  return schema === 'information_schema' && informationSchemaHelpers.has(name);
}

const informationSchemaHelpers: ReadonlySet<string> = new Set([
  '_pg_expandarray',
  '_pg_truetypid',
  '_pg_truetypmod',
  '_pg_char_max_length',
  '_pg_char_octet_length',
  '_pg_numeric_precision',
  '_pg_numeric_precision_radix',
  '_pg_numeric_scale',
  '_pg_datetime_precision',
  '_pg_interval_type',
]);
