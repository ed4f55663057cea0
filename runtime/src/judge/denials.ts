/**
 * Every sentence with which the judge refuses a statement, in one place. `42501` (insufficient_privilege) where the policy or
 * the limits of judging are the reason; the server's own code where the server would refuse the text too.
 */
import type { Denial } from '../pgwire/gate.ts';
import type { AppliedLimit } from './budgets/applied-limit.ts';
import { commandHint } from './command-hint.ts';

function denial(sqlstate: string, message: string, hint: string | null = null): Denial {
  return { sqlstate, message, detail: null, hint, position: null };
}

/** A rule of a policy, for people. */
export interface Rule {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** What can be done about a budget that is used up. */
const BUDGET_HINTS: Readonly<Record<AppliedLimit['per'], string>> = {
  statement: 'Ask for less at once, for instance with LIMIT.',
  session: 'Ask the owners of the policy for a larger budget.',
  minute: 'Wait for the next minute, or ask for less.',
  hour: 'Wait for the next hour, or ask for less.',
  day: 'Wait for the next day (UTC), or ask for less.',
};

export const denials = {
  syntaxError: (message: string, position: number): Denial => ({
    ...denial('42601', message),
    position: position > 0 ? position : null,
  }),
  unparsable: (reason: string): Denial => denial('54001', reason),
  tooDeep: (): Denial => denial('54001', 'the statement is nested too deeply to be judged'),
  severalStatements: (): Denial =>
    denial('42601', 'cannot insert multiple commands into a prepared statement'),
  budget: ({ amount, unit, per, rule }: AppliedLimit): Denial => ({
    ...denial('53400', `the budget of ${amount} ${unit} per ${per} is used up`, BUDGET_HINTS[per]),
    detail: rule,
  }),
  command: (command: string): Denial =>
    denial('42501', `the policy does not allow ${command}`, commandHint(command)),
  construct: (construct: string): Denial =>
    denial('42501', `the proxy cannot judge ${construct}, so it does not pass it`),
  noPolicy: (source: string): Denial =>
    denial(
      '42501',
      `no policy of ${source} applies to you`,
      'Ask the owners of the policy to name you in one.',
    ),
  foreignLetters: (name: string, encoding: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge the name "${name}" in a database of the encoding ${encoding}`,
      'Use names of ASCII letters, or a database in UTF8.',
    ),
  unknownRelation: (name: string): Denial => denial('42P01', `relation "${name}" does not exist`),
  otherDatabase: (name: string): Denial =>
    denial('0A000', `cross-database references are not implemented: "${name}"`),
  relationNotInPolicy: (name: string): Denial =>
    denial(
      '42501',
      `relation "${name}" is not in the schema that the policy was compiled against`,
      'Update the schema of the source and compile the policy again.',
    ),
  sequence: (name: string): Denial =>
    denial(
      '42501',
      `sequence "${name}" cannot be read through the proxy: it tells how often others drew from it`,
      'Leave a column to its default, with RETURNING; pg_dump leaves sequences out with --exclude-table-data.',
    ),
  relationDisagrees: (name: string, difference: string): Denial =>
    denial(
      '42501',
      `relation "${name}" is not what the policy was compiled against: ${difference}`,
      'Update the schema of the source and compile the policy again.',
    ),
  relationKind: (name: string, kind: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge a read of the ${kind} "${name}", so it does not pass it`,
      kind === 'foreign table'
        ? 'What stands behind it is another server’s, or a file: ask its owners to copy it into a table.'
        : 'Read the tables that it is made of.',
    ),
  viewDefinition: (name: string, reason: string): Denial =>
    denial('42501', `the proxy cannot judge the definition of the view "${name}": ${reason}`),
  rowsChosenByMasked: (name: string): Denial =>
    denial(
      '42501',
      `the rows of the materialized view "${name}" were chosen by what you see masked`,
      'Read the tables that it is made of, or a view of them.',
    ),
  partOfMasked: (name: string): Denial =>
    denial(
      '42501',
      `which rows are in "${name}" is decided by what you see masked`,
      'Read the table that it is a part of.',
    ),
  securedByMasked: (name: string): Denial =>
    denial(
      '42501',
      `the row security of "${name}" decides by what you see masked, or by what the proxy cannot judge`,
      'Ask the owners of the policy to reveal it to you, or to filter the rows in the policy.',
    ),
  filledThrough: (name: string, source: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge the materialized view "${name}": it was filled from "${source}", which is no table`,
      'Read the tables that it is made of, or a view of them.',
    ),
  filledFromFiltered: (name: string, source: string): Denial =>
    denial(
      '42501',
      `the materialized view "${name}" was filled from "${source}", of which you see some rows only`,
      'Read the tables that it is made of, or a view of them.',
    ),
  systemRelation: (name: string, reason: string): Denial =>
    denial('42501', `relation "${name}" cannot be read through the proxy: ${reason}`),
  commandOnRelation: (command: string, name: string, rule: Rule | null, hint: string | null): Denial => ({
    ...denial('42501', `the policy does not allow ${command} on "${name}"`, hint),
    detail:
      rule === null
        ? `No policy that applies to you allows ${command} on it.`
        : `Policy ${rule.policy}, ${rule.file}:${rule.line}: ${rule.text}`,
  }),
  function: (name: string, reason: string): Denial =>
    denial('42501', `function ${name} cannot be called through the proxy: ${reason}`),
  guardedCall: (name: string): Denial =>
    denial('42501', `function ${name} can be called by a statement itself only`),
  sequenceUnnamed: (name: string): Denial =>
    denial(
      '42501',
      `the proxy cannot tell which sequence ${name} is about`,
      "Write its name as a literal, such as 'orders_id_seq', or pg_get_serial_sequence('orders', 'id').",
    ),
  sequenceOfNobody: (name: string): Denial =>
    denial(
      '42501',
      `sequence "${name}" belongs to no column, so that no policy speaks of it`,
      'Ask the owners of the database for ALTER SEQUENCE … OWNED BY a column of a table that you may insert into.',
    ),
  sequenceDenied: (does: string, name: string, command: string, table: string): Denial =>
    denial(
      '42501',
      `sequence "${name}" cannot be ${does}, since the policy does not allow ${command} on "${table}"`,
      'Leave a column to its default, with RETURNING, where you may insert.',
    ),
  sequenceHidden: (column: string): Denial =>
    denial(
      '42501',
      `a sequence gives its numbers to "${column}", which you see masked`,
      'Leave the column to its default.',
    ),
  sequenceBeside: (name: string): Denial =>
    denial(
      '42501',
      `function ${name} cannot be called in a statement that reads what is masked or filtered: how often it is called would tell`,
      'Draw numbers by a statement of its own.',
    ),
  callBeside: (name: string, reason: string): Denial =>
    denial(
      '42501',
      `function ${name} cannot be called here: ${reason}`,
      'Call it in a statement of its own.',
    ),
  addedObject: (what: string, name: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge the ${what} ${name}, which was added to this database`,
      what === 'function' ? 'Write pg_catalog. before the name where the built-in one is meant.' : null,
    ),
  silentCall: (what: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge queries in this database, since ${what} was added to it`,
      'Its function may run in any query, without its name standing there. Ask the owners of the database to drop it.',
    ),
  type: (name: string): Denial => denial('42501', `the proxy cannot judge a conversion to type ${name}`),
  columnType: (relation: string, column: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge a read of "${relation}": the type of its column "${column}" runs what was added to this database`,
    ),
  parameterType: (oid: number): Denial =>
    denial(
      '42501',
      `the proxy cannot judge a parameter of the type with the number ${oid}`,
      'Leave the type of the parameter open.',
    ),
  setting: (name: string, reason: string): Denial =>
    denial('42501', `setting "${name}" cannot be used through the proxy: ${reason}`),
  filter: (name: string, reason: string): Denial =>
    denial('42501', `the row filter of "${name}" cannot be applied: ${reason}`),
  filterBelow: (name: string, child: string): Denial =>
    denial(
      '42501',
      `the rows of "${child}" are filtered, and "${name}" would give them all`,
      `Read "${child}" itself.`,
    ),
  filterOfView: (name: string): Denial =>
    denial(
      '42501',
      `the row filter of the view "${name}" cannot be applied, since it would see masks`,
      'Ask the owners of the policy to filter the tables that the view is made of.',
    ),
  writeOfFiltered: (name: string, reached: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge a write to "${name}"${name === reached ? '' : `, since it reaches "${reached}"`}, of which you see some rows only`,
      'A constraint would tell of the others.',
    ),
  mergeBySource: (name: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge WHEN NOT MATCHED BY SOURCE over "${name}", of which you see some rows only`,
      'Write an UPDATE or DELETE with NOT EXISTS beside the MERGE.',
    ),
  truncateFiltered: (name: string): Denial =>
    denial(
      '42501',
      `TRUNCATE of "${name}" would take rows that you do not see`,
      'Write DELETE, which meets the rows that you see.',
    ),
  restartsIdentity: (name: string, action: string): Denial =>
    denial(
      '42501',
      `the policy does not allow ${action} on "${name}", without which RESTART IDENTITY cannot set its sequences`,
      'Leave RESTART IDENTITY out.',
    ),
  currentOfFiltered: (name: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge WHERE CURRENT OF over "${name}", of which you see some rows only`,
      'Write the key of the row in a condition.',
    ),
  preparedBeside: (command: string): Denial =>
    denial('42501', `the proxy takes ${command} only by itself, in a Query of its own`),
  writeUnchecked: (name: string, column: string): Denial =>
    denial(
      '42501',
      `the proxy cannot check that new rows of "${name}" are among those that you see: the statement says no value for "${column}" that it could read`,
      'Give the column a constant, a parameter, an expression of operators and plain functions, or a query of an INSERT that names its columns.',
    ),
  writeOfNoTable: (name: string, kind: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge a write to "${name}", which is no table but a ${kind}`,
      'Write to the tables that it is made of.',
    ),
  writeCalls: (name: string, what: string): Denial =>
    denial('42501', `the proxy cannot judge a write to "${name}": it runs ${what}`),
  writeTells: (name: string, reached: string, why: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge a write to "${name}"${name === reached ? '' : `, since it reaches "${reached}"`}: ${why}, and an error would tell what is stored`,
      'Write other columns, or ask the owners of the policy to reveal these to you.',
    ),
  writeByHidden: (name: string): Denial =>
    denial(
      '42501',
      `a write to "${name}" cannot read columns of it that you see masked, nor return them`,
      'Choose and compute by other columns, and name in RETURNING what you see as it is.',
    ),
  writeInPart: (name: string, column: string): Denial =>
    denial(
      '42501',
      `a part of "${column}" of "${name}", which you see masked, cannot be written`,
      'Write the whole value.',
    ),
  writeOfMasks: (name: string, column: string): Denial =>
    denial(
      '42501',
      `the statement could write a mask over what "${column}" of "${name}" holds`,
      'Write constants, parameters, or what comes from columns that you see as they are.',
    ),
  writeOfReturned: (name: string, deleted: string): Denial =>
    denial(
      '42501',
      `the statement could keep in "${name}" masks of what it deletes from "${deleted}"`,
      `Return no masked column of "${deleted}", or give constants and parameters to "${name}".`,
    ),
  writeTwice: (name: string): Denial =>
    denial(
      '42501',
      `the statement writes rows of "${name}" in two places, and which of them comes first could tell what is stored`,
      'Send two statements, in one transaction.',
    ),
  writeOfSecret: (name: string, column: string): Denial =>
    denial(
      '42501',
      `you cannot choose values of "${column}" of "${name}", of which you see what a secret key makes of them`,
      'Leave the column out, or ask the owners of the policy for `lookup by equality` or another mask.',
    ),
  writeOfRaw: (
    name: string,
    { label, column }: { readonly label: string; readonly column: string },
  ): Denial =>
    denial(
      '42501',
      `the statement could write values labelled as ${label} as they are to "${column}" of "${name}", which does not carry the label`,
      'Name each column that is read and written, read from relations of which you see masks only, or ask the owners of the policy to declassify the label.',
    ),
  lockOfMasked: (name: string): Denial =>
    denial(
      '42501',
      `rows of "${name}", which you see masked, or of which you see some only, cannot be locked by this statement`,
      'Lock them in a statement of their own that reads nothing else, and chooses and sorts by columns that you see as they are.',
    ),
  sampleOfMasked: (name: string): Denial =>
    denial(
      '42501',
      `a sample of "${name}", which you see masked, or of which you see some rows only, would tell where rows lie`,
      'Write TABLESAMPLE BERNOULLI without REPEATABLE.',
    ),
  sampleByExpression: (name: string): Denial =>
    denial('42501', `the share of "${name}" that is sampled must be a number or a parameter`),
  lockOfNoTable: (name: string): Denial =>
    denial(
      '42501',
      `the proxy cannot judge a lock of "${name}", which is no table of the policy`,
      'Lock the tables that it is made of, or a table in ACCESS SHARE MODE.',
    ),
  planOfProtected: (): Denial =>
    denial(
      '42501',
      'a plan of a protected relation is not shown, since it depends on stored values',
      'Ask the owners of the database for it.',
    ),
  explainAnalyze: (): Denial =>
    denial(
      '42501',
      'the proxy passes EXPLAIN ANALYZE of a SELECT only, since it runs what it explains',
      'Write EXPLAIN without ANALYZE.',
    ),
  copyOfProtected: (name: string): Denial =>
    denial(
      '42501',
      `COPY of the protected relation "${name}" leaves out what is below it, which the proxy cannot do`,
      'Write COPY (SELECT …) TO STDOUT.',
    ),
  notRewritable: (): Denial =>
    denial(
      '42501',
      'the statement cannot be rewritten so that protected columns are masked',
      'Write each relation as a plain name in FROM, and columns without the schema of their table.',
    ),
} as const;

/** The denial with the place that is to blame: `byteOffset` into the UTF-8 of `text`. */
export function at(denied: Denial, text: string, byteOffset: number): Denial {
  if (byteOffset < 0) return denied;
  const before = Buffer.from(text).subarray(0, byteOffset).toString();
  return { ...denied, position: [...before].length + 1 };
}
