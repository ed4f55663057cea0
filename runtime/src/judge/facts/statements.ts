/** The statement kinds that are let through, one function each. A kind that is not here is refused by its name. */
import { NOTICES_SETTING, type NoticeSetting, type PreparedBySql } from '../../pgwire/gate.ts';
import { denials } from '../denials.ts';
import { isOn } from '../known/settings/values.ts';
import { settingSetRefusal, settingShowRefusal } from '../known/settings.ts';
import { isTree, listOf, numberOf, stringOf, type Tree, type TreeValue, unwrap } from '../parse/tree.ts';
import { commandName } from './command-name.ts';
import { visitCopyTo } from './copied-relation.ts';
import { type CteScope, NO_CTES } from './cte-scope.ts';
import type { DeclaredCursor } from './facts.ts';
import { firstGuardedCall } from './guarded-calls.ts';
import { visitLockTable } from './locks.ts';
import { visitMerge } from './merge.ts';
import { refuseForeignLetters } from './relations.ts';
import { isSearchPath, searchPathRefusal } from './search-path.ts';
import { visitTruncate } from './truncate.ts';
import type { Walk } from './walk.ts';
import { visitCopyFrom, visitDelete, visitInsert, visitUpdate } from './writes.ts';

export interface StatementOutline {
  readonly command: string;
  /** Whether nothing was decided by the value of a constant. */
  readonly sharedByConstants?: boolean;
  readonly showsPlan?: boolean;
  readonly notices?: NoticeSetting;
  readonly prepared?: PreparedBySql;
  readonly forgetsPrepared?: true;
  readonly declares?: DeclaredCursor;
  readonly fetches?: string;
}

type StatementRule = (walk: Walk, node: Tree) => StatementOutline;

/** Says what a statement is and walks what it contains; refuses through `walk`. */
export function outlineStatement(walk: Walk, kind: string, node: Tree): StatementOutline {
  const rule = rules.get(kind);
  if (rule !== undefined) return rule(walk, node);
  const command = commandName(kind, node);
  walk.refuse(denials.command(command));
  return { command };
}

const rules: ReadonlyMap<string, StatementRule> = new Map<string, StatementRule>([
  ['SelectStmt', select],
  ['CopyStmt', copy],
  ['InsertStmt', write('INSERT', visitInsert)],
  ['UpdateStmt', write('UPDATE', visitUpdate)],
  ['DeleteStmt', write('DELETE', visitDelete)],
  ['MergeStmt', write('MERGE', visitMerge)],
  ['ExplainStmt', explain],
  ['LockStmt', lock],
  ['TruncateStmt', truncate],
  ['TransactionStmt', transaction],
  ['VariableSetStmt', set],
  ['VariableShowStmt', show],
  [
    'DiscardStmt',
    (walk, node) => ({
      ...plain(walk, 'DISCARD', node, ['target']),
      ...(stringOf(node.target) === 'DISCARD_ALL' && { notices: 'initial', forgetsPrepared: true }),
    }),
  ],
  [
    'DeallocateStmt',
    (walk, node) => ({
      ...plain(walk, 'DEALLOCATE', node, ['name', 'isall', 'location']),
      ...(node.isall === true && { forgetsPrepared: true }),
    }),
  ],
  ['DeclareCursorStmt', declare],
  ['PrepareStmt', prepare],
  ['ExecuteStmt', execute],
  [
    'FetchStmt',
    (walk, node) => ({
      ...plain(walk, node.ismove === true ? 'MOVE' : 'FETCH', node, FETCH_FIELDS),
      fetches: nameOf(walk, node.portalname),
    }),
  ],
  ['ClosePortalStmt', (walk, node) => plain(walk, 'CLOSE', node, ['portalname'])],
  ['ConstraintsSetStmt', (walk, node) => plain(walk, 'SET CONSTRAINTS', node, ['constraints', 'deferred'])],
  ['UnlistenStmt', (walk, node) => plain(walk, 'UNLISTEN', node, ['conditionname'])],
]);

function select(walk: Walk, node: Tree): StatementOutline {
  walk.mayWriteInWith = true;
  walk.visit('SelectStmt', node, NO_CTES);
  return { command: 'SELECT', sharedByConstants: true };
}

/** CURSOR_OPT_… of nodes/parsenodes.h. */
const HOLD = 0x20;
const SCROLLS_OR_NOT = 0x2 | 0x4;

/**
 * What a cursor holds was judged here, as a portal's is when it is bound, and FETCH may name either. One that outlives the transaction outlives
 * policies too, which the session minds.
 */
function declare(walk: Walk, node: Tree): StatementOutline {
  allowFields(walk, 'DECLARE', node, ['portalname', 'options', 'query']);
  const query = unwrap(node.query);
  if (query?.kind === 'SelectStmt') walk.visit('SelectStmt', query.node, NO_CTES);
  else walk.refuse(denials.construct('a cursor for anything but a SELECT'));
  const options = numberOf(node.options);
  const declares: DeclaredCursor = {
    name: nameOf(walk, node.portalname),
    holds: (options & HOLD) !== 0,
    // The server scrolls none that locks rows.
    open: (options & SCROLLS_OR_NOT) === 0 && walk.locks.length === 0 ? node : null,
  };
  return { command: 'DECLARE CURSOR', sharedByConstants: true, declares };
}

const PREPARABLE: ReadonlySet<string> = new Set([
  'SelectStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
]);

/** Judged as the statement in it, whose verdict the session keeps for EXECUTE. */
function prepare(walk: Walk, node: Tree): StatementOutline {
  allowFields(walk, 'PREPARE', node, ['name', 'argtypes', 'query']);
  walk.nodes(node.argtypes, NO_CTES);
  const inner = unwrap(node.query);
  if (inner === null || !PREPARABLE.has(inner.kind))
    walk.refuse(denials.construct('PREPARE of this statement'));
  else outlineStatement(walk, inner.kind, inner.node);
  return { command: 'PREPARE', prepared: { does: 'prepare', name: nameOf(walk, node.name) } };
}

/** The server takes no subquery as an argument; what else there is computes on constants. */
function execute(walk: Walk, node: Tree): StatementOutline {
  allowFields(walk, 'EXECUTE', node, ['name', 'params']);
  walk.nodes(node.params, NO_CTES);
  if (walk.reads.length > 0) walk.refuse(denials.construct('EXECUTE with an argument that reads a relation'));
  const guarded = firstGuardedCall(walk.calls);
  if (guarded !== null) walk.refuse(denials.guardedCall(guarded));
  return { command: 'EXECUTE', prepared: { does: 'execute', name: nameOf(walk, node.name) } };
}

/** As the server keeps it. */
function nameOf(walk: Walk, value: TreeValue | undefined): string {
  const name = stringOf(value);
  refuseForeignLetters(walk, name, -1);
  return name;
}

const FETCH_FIELDS = ['direction', 'howMany', 'portalname', 'ismove', 'location', 'direction_keyword'];

function write(command: string, visit: (walk: Walk, node: Tree, scope: CteScope) => void): StatementRule {
  return (walk, node) => {
    walk.mayWriteInWith = true;
    visit(walk, node, NO_CTES);
    return { command, sharedByConstants: true };
  };
}

/** COPY (query) TO STDOUT, COPY relation TO STDOUT and COPY relation FROM STDIN. */
function copy(walk: Walk, node: Tree): StatementOutline {
  const isFrom = node.is_from === true;
  if (node.is_program === true || node.filename !== undefined)
    walk.refuse(denials.command('COPY with a file or a program'));
  for (const option of listOf(node.options)) scalarOption(walk, option);
  if (isFrom) {
    allowFields(walk, 'COPY', node, ['relation', 'attlist', 'is_from', 'options', 'whereClause']);
    visitCopyFrom(walk, node);
  } else if (node.relation !== undefined) {
    allowFields(walk, 'COPY', node, ['relation', 'attlist', 'options']);
    visitCopyTo(walk, node);
  } else {
    allowFields(walk, 'COPY', node, ['query', 'options']);
    walk.node(node.query, NO_CTES);
  }
  return { command: 'COPY' };
}

function explain(walk: Walk, node: Tree): StatementOutline {
  allowFields(walk, 'EXPLAIN', node, ['query', 'options']);
  for (const option of listOf(node.options)) scalarOption(walk, option);
  const query = unwrap(node.query);
  const isPlanned = query !== null && (PREPARABLE.has(query.kind) || PLANNED_BESIDE.has(query.kind));
  if (!isPlanned) walk.refuse(denials.construct('EXPLAIN of this statement'));
  const { prepared } = isPlanned ? outlineStatement(walk, query.kind, query.node) : {};
  // It would run: what a write does shows in the plan's figures, and what EXECUTE does is not known here.
  const isQuery = query?.kind === 'SelectStmt' && walk.writes.length === 0;
  if (!isQuery && listOf(node.options).some(isAnalyze)) walk.refuse(denials.explainAnalyze());
  return {
    command: 'EXPLAIN',
    showsPlan: true,
    ...(prepared !== undefined && { prepared: { ...prepared, does: 'explain' as const } }),
  };
}

/** What the server explains besides: the query of a cursor, which it does not declare, and what EXECUTE would run. */
const PLANNED_BESIDE: ReadonlySet<string> = new Set(['DeclareCursorStmt', 'ExecuteStmt']);

/** Whether an option of EXPLAIN is ANALYZE, but for one that says `off` (PostgreSQL: define.c, defGetBoolean). */
function isAnalyze(option: TreeValue): boolean {
  const inner = unwrap(option);
  if (inner?.kind !== 'DefElem' || stringOf(inner.node.defname) !== 'analyze') return false;
  const argument = unwrap(inner.node.arg);
  const text = argument?.kind === 'String' ? stringOf(argument.node.sval).toLowerCase() : '';
  const isZero = argument?.kind === 'Integer' && numberOf(argument.node.ival) === 0;
  return !(isZero || text === 'off' || text === 'false');
}

function lock(walk: Walk, node: Tree): StatementOutline {
  allowFields(walk, 'LOCK', node, ['relations', 'mode', 'nowait']);
  visitLockTable(walk, node);
  return { command: 'LOCK TABLE' };
}

function truncate(walk: Walk, node: Tree): StatementOutline {
  allowFields(walk, 'TRUNCATE', node, ['relations', 'restart_seqs', 'behavior']);
  visitTruncate(walk, node);
  return { command: 'TRUNCATE' };
}

/** Two-phase commit outlives the session, so it is not part of this list. */
const transactionKinds: ReadonlyMap<string, string> = new Map([
  ['TRANS_STMT_BEGIN', 'BEGIN'],
  ['TRANS_STMT_START', 'START TRANSACTION'],
  ['TRANS_STMT_COMMIT', 'COMMIT'],
  ['TRANS_STMT_ROLLBACK', 'ROLLBACK'],
  ['TRANS_STMT_SAVEPOINT', 'SAVEPOINT'],
  ['TRANS_STMT_RELEASE', 'RELEASE'],
  ['TRANS_STMT_ROLLBACK_TO', 'ROLLBACK TO'],
]);

function transaction(walk: Walk, node: Tree): StatementOutline {
  const command = transactionKinds.get(stringOf(node.kind));
  if (command === undefined) {
    walk.refuse(denials.command('two-phase commit'));
    return { command: 'PREPARE TRANSACTION' };
  }
  return plain(walk, command, node, ['kind', 'options', 'savepoint_name', 'chain', 'location']);
}

function set(walk: Walk, node: Tree): StatementOutline {
  allowFields(walk, 'SET', node, ['kind', 'name', 'args', 'is_local', 'jumble_args', 'location']);
  const name = stringOf(node.name);
  const kind = stringOf(node.kind);
  if (kind === 'VAR_SET_MULTI') {
    // SET TRANSACTION …, SET SESSION CHARACTERISTICS …; SET TRANSACTION SNAPSHOT takes another session's view.
    if (name === 'TRANSACTION SNAPSHOT') walk.refuse(denials.command('SET TRANSACTION SNAPSHOT'));
  } else if (kind !== 'VAR_RESET_ALL') {
    const values = kind === 'VAR_SET_VALUE' ? listOf(node.args).map(settingValue) : null;
    const refusal = values?.includes(null)
      ? 'its value cannot be judged'
      : refusalToSet(walk, name, values as readonly string[] | null);
    if (refusal !== null) walk.refuse(denials.setting(name, refusal));
  }
  const notices = noticeSetting(kind, name, node);
  // It would have to be followed through transactions.
  if (notices !== null && node.is_local === true && kind !== 'VAR_RESET_ALL')
    walk.refuse(denials.setting(name, 'it holds for the session, so it is set without LOCAL'));
  return { command: kind.startsWith('VAR_RESET') ? 'RESET' : 'SET', ...(notices !== null && { notices }) };
}

function refusalToSet(walk: Walk, name: string, values: readonly string[] | null): string | null {
  return isSearchPath(name) ? searchPathRefusal(walk.catalog, values) : settingSetRefusal(name, values);
}

/** What a SET or RESET does to the notices of masks. */
function noticeSetting(kind: string, name: string, node: Tree): NoticeSetting | null {
  if (kind === 'VAR_RESET_ALL') return 'initial';
  if (name.toLowerCase() !== NOTICES_SETTING) return null;
  if (kind !== 'VAR_SET_VALUE') return 'initial';
  return isOn(listOf(node.args).map(settingValue)[0] ?? '') ? 'on' : 'off';
}

/** A value as the server would read it; null for what is no plain constant. */
function settingValue(value: TreeValue): string | null {
  const inner = unwrap(value);
  // The grammar has an interval in SET TIME ZONE alone.
  if (inner?.kind === 'TypeCast') return settingValue(inner.node.arg ?? null);
  if (inner?.kind !== 'A_Const') return null;
  const { sval, ival, fval, boolval } = inner.node;
  if (isTree(sval)) return stringOf(sval.sval);
  if (isTree(ival)) return String(ival.ival ?? 0);
  if (isTree(fval)) return stringOf(fval.fval);
  if (isTree(boolval)) return boolval.boolval === true ? 'on' : 'off';
  return null;
}

function show(walk: Walk, node: Tree): StatementOutline {
  const name = stringOf(node.name);
  const refusal = settingShowRefusal(name);
  if (refusal !== null) walk.refuse(denials.setting(name, refusal));
  return plain(walk, 'SHOW', node, ['name']);
}

/** A statement that names things of the session only. */
function plain(walk: Walk, command: string, node: Tree, fields: readonly string[]): StatementOutline {
  allowFields(walk, command, node, fields);
  return { command };
}

function allowFields(walk: Walk, command: string, node: Tree, fields: readonly string[]): void {
  const unknown = Object.keys(node).find((field) => !fields.includes(field));
  if (unknown !== undefined) walk.refuse(denials.construct(`${command} with ${unknown}`));
}

/** DefElem with a constant, or with none. */
function scalarOption(walk: Walk, option: TreeValue): void {
  const inner = unwrap(option);
  const argument = inner?.node.arg === undefined ? null : unwrap(inner.node.arg);
  const scalar =
    argument === null || ['String', 'Integer', 'Float', 'Boolean', 'A_Star', 'List'].includes(argument.kind);
  if (inner?.kind !== 'DefElem' || !scalar) walk.refuse(denials.construct('this option'));
}
