/**
 * Substitution at the source: each read of a masked relation becomes its subquery, under the name that the query
 * knows it by. The rewritten text is parsed again and must be exactly the intended tree; else it is not forwarded.
 */
import { relationKey } from '../../abi.ts';
import type { PositionMap } from '../../pgwire/gate.ts';
import type { LockedRows } from '../decide/locked-rows.ts';
import type { AskedSubquery } from '../decide/lookups.ts';
import type { ReturnedMasks } from '../decide/writes/returned-masks.ts';
import type { RowGuard } from '../decide/writes/row-guard.ts';
import type { Lookup, RelationUse, RelationWrite, StatementFacts, TableSample } from '../facts/facts.ts';
import { MAX_TEXT_BYTES, type SqlParser, type Token } from '../parse/sql-parser.ts';
import { isTree, listOf, numberOf, type ParsedText, stringOf, type Tree, unwrap } from '../parse/tree.ts';
import { conditionSpan } from './condition-span.ts';
import { copyAsQuery } from './copy-as-query.ts';
import type { GuardChange } from './guard-condition.ts';
import { guardRows } from './guard-rows.ts';
import { limitSetting } from './limit-setting.ts';
import { maskLockedRows } from './mask-locked-rows.ts';
import { maskReturned } from './mask-returned.ts';
import { nameParts, precedingToken } from './name-span.ts';
import { quoteIdentifier } from './quote.ts';
import { sameTree } from './same-tree.ts';
import { scrollCursor } from './scroll-cursor.ts';
import { applySplices, lengthAfter, positionMap, type Splice } from './splice.ts';
import { placeOf, placeWithin } from './statement-place.ts';
import type { SubqueryTrees } from './subquery-trees.ts';

/** A read, and the subquery that takes its place; null where the relation is read as it is. */
export interface Substitution {
  readonly use: RelationUse;
  readonly subquery: AskedSubquery | null;
  /** The columns that the subquery has. */
  readonly columns: ReadonlySet<string>;
}

/** A write, and what becomes of it besides its reads. */
export interface WritePlan {
  readonly write: RelationWrite;
  /** What keeps it within a row filter. */
  readonly guard: RowGuard | null;
  /** What stands in its RETURNING in the place of columns; null for what does. */
  readonly returns: ReturnedMasks | null;
}

/** One statement of the text, with what its reads become. */
export interface StatementPlan {
  readonly facts: StatementFacts;
  readonly substitutions: readonly Substitution[];
  readonly writes: readonly WritePlan[];
  /** What becomes of queries that lock rows of a table as it is stored. */
  readonly locked: readonly LockedRows[];
  /** Whether conditions of the statement could tell of rows that are kept back from it, if they met them. */
  readonly mayTell: () => boolean;
}

export interface Rewritten {
  readonly text: string;
  readonly positions: PositionMap;
  /** What was changed, in bytes of the original text. */
  readonly splices: readonly Splice[];
}

/** A change to the text, and the node that must come of it. */
interface Change {
  readonly splice: Splice;
  readonly node: Tree;
  readonly becomes: Tree;
}

/**
 * The text with every substitution made; statements without one keep theirs. Null where it cannot be rewritten so that
 * it provably means what is intended.
 */
export function rewrite(
  text: string,
  tree: ParsedText,
  plans: readonly StatementPlan[],
  parser: SqlParser,
  subqueries: SubqueryTrees,
): Rewritten | null {
  const tokens = parser.scan(text);
  if (tokens === null) return null;
  const source = Buffer.from(text);
  const changes: Change[] = [];
  /** Changes of the text alone: the tree is the same before and after. */
  const texts: Splice[] = [];
  const takeGuards = (guards: readonly GuardChange[]) => {
    for (const { splices, ...change } of guards) {
      const [splice, ...more] = splices;
      if (splice === undefined) return false;
      changes.push({ ...change, splice });
      texts.push(...more);
    }
    return true;
  };
  for (const [index, { facts, substitutions, writes, locked, mayTell }] of plans.entries()) {
    const isWrite = writes.some(({ guard, returns }) => guard !== null || returns !== null);
    const { settings } = facts.calls;
    const masks = substitutions.some((substitution) => substitution.subquery !== null);
    if (!isWrite && !masks && locked.length === 0 && settings.length === 0) continue;
    for (const substitution of substitutions) {
      const { subquery, columns } = substitution;
      const change =
        facts.copied !== null && subquery !== null
          ? copyAsQuery(facts.copied, subquery.sql, columns, tokens, subqueries)
          : substitute(substitution, tokens, subqueries);
      if (change === null) return null;
      changes.push(change);
      for (const { lookup } of subquery?.lookups ?? []) {
        const moved = moveLookup(lookup, tokens);
        if (moved === null) return null;
        changes.push(moved);
      }
      if (substitution.use.sample !== null && subquery !== null) {
        const span = sampleSpan(substitution.use.sample, tokens);
        if (span === null) return null;
        texts.push({ ...span, text: '' });
      }
      if (substitution.use.tableForm && substitution.subquery !== null) {
        const keyword = precedingToken(tokens, substitution.use.location);
        if (keyword?.text.toUpperCase() !== 'TABLE') return null;
        texts.push({ start: keyword.start, end: keyword.end, text: 'SELECT * FROM' });
      }
    }
    for (const { write, guard, returns } of writes) {
      const change = qualifyTarget(write.target, tokens);
      if (change === 'impossible') return null;
      if (change !== null) changes.push(change);
      const masked = returns === null ? null : maskReturned(returns, tokens, subqueries);
      if (returns !== null && masked === null) return null;
      changes.push(...(masked?.changes ?? []));
      texts.push(...(masked?.texts ?? []));
      if (guard === null) continue;
      const statement = tree.stmts[index];
      if (statement === undefined) return null;
      const place = write.isWithin ? placeWithin(write.target.location, tokens) : placeOf(statement, source);
      const guarding = { parser, mayTell: mayTell() };
      const guards = place === null ? null : guardRows(guard, write.node, place, source, tokens, guarding);
      if (guards === null || !takeGuards(guards)) return null;
    }
    for (const rows of locked) {
      const statement = tree.stmts[index];
      if (statement === undefined) return null;
      const place = placeWithin(rows.location, tokens) ?? placeOf(statement, source);
      const guards = maskLockedRows(rows, place, tokens, { parser, subqueries, mayTell: mayTell() });
      if (guards === null || !takeGuards(guards)) return null;
    }
    const declared = facts.declares?.open ?? null;
    if (masks && declared !== null) {
      const scrolling = scrollCursor(declared, tree.stmts[index]?.stmt_location ?? 0, tokens);
      if (scrolling === null) return null;
      changes.push(scrolling);
    }
    const names = unaliasedNames(substitutions);
    for (const column of facts.schemaColumns) {
      const change = cutSchema(column, facts, names, tokens);
      if (change === 'impossible') return null;
      if (change !== null) changes.push(change);
    }
    for (const call of settings) {
      const limited = limitSetting(call, tokens);
      if (limited === null) return null;
      changes.push(limited.change);
      texts.push(limited.closing);
    }
    changes.push(...facts.unqualifiedCalls.map(qualifyCall));
  }
  // `SET (a, b) = (SELECT …)` stands in the tree once for each column and in the text once.
  const all = [...texts, ...changes.map(({ splice }) => splice)];
  const splices = [...new Map(all.map((splice) => [splice.start, splice])).values()];
  // No parser takes more, and it would only be put together to be thrown away.
  if (lengthAfter(source, splices) > MAX_TEXT_BYTES) return null;
  const rewritten = applySplices(source, splices);
  const outcome = parser.parse(rewritten);
  if (outcome.kind !== 'parsed') return null;
  const intended = new Map(changes.map((change) => [change.node, change.becomes]));
  const same =
    tree.stmts.length === outcome.tree.stmts.length &&
    tree.stmts.every((statement, index) =>
      sameTree(statement.stmt, outcome.tree.stmts[index]?.stmt, intended),
    );
  return same ? { text: rewritten, positions: positionMap(source, splices), splices } : null;
}

/** The relation's name becomes the subquery, or the name with its schema. */
function substitute(
  substitution: Substitution,
  tokens: readonly Token[],
  subqueries: SubqueryTrees,
): Change | null {
  const { use, subquery } = substitution;
  const relation = use.wrapper.RangeVar;
  if (!isTree(relation)) return null;
  const end = nameParts(tokens, use.location, relation.schemaname === undefined ? 1 : 2)?.at(-1)?.end;
  if (end === undefined) return null;
  if (subquery === null) {
    return {
      splice: {
        start: use.location,
        end,
        text: `${quoteIdentifier(use.schema)}.${quoteIdentifier(use.name)}`,
      },
      node: use.wrapper,
      becomes: { RangeVar: { ...relation, schemaname: use.schema } },
    };
  }
  const { sql, pattern, lookups } = subquery;
  const select = subqueries.filled(
    pattern,
    lookups.map(({ lookup }) => lookup.tree),
  );
  if (select === null) return null;
  const span = use.only ? spanWithOnly(use.location, end, tokens) : { start: use.location, end };
  if (span === null) return null;
  const alias = isTree(relation.alias) ? relation.alias : { aliasname: use.name };
  const named = use.alias === null ? ` ${quoteIdentifier(use.name)}` : '';
  // One more, for the parenthesis before it.
  const moved = lookups.flatMap(({ lookup, at }) =>
    lookup.places.map((place) => ({ at: 1 + at + place.at, from: place.from })),
  );
  return {
    splice: { ...span, text: `(${sql})${named}`, moved },
    node: use.sample?.wrapper ?? use.wrapper,
    becomes: { RangeSubselect: { subquery: select, alias } },
  };
}

/** `TABLESAMPLE method (share)`. */
function sampleSpan({ location }: TableSample, tokens: readonly Token[]) {
  const keyword = precedingToken(tokens, location);
  const close = tokens.find(({ start, text }) => start > location && text === ')');
  return keyword?.text.toUpperCase() === 'TABLESAMPLE' && close !== undefined
    ? { start: keyword.start, end: close.end }
    : null;
}

/** What is left of a condition that is asked in a subquery. */
const TRUE: Tree = { A_Const: { boolval: { boolval: true } } };

/** `email = 'x'` becomes `(true)`, whose parentheses keep it apart from what stands beside it. */
function moveLookup({ condition, operator }: Lookup, tokens: readonly Token[]): Change | null {
  const span = conditionSpan(tokens, operator);
  return span && { splice: { ...span, text: '(true)' }, node: condition, becomes: TRUE };
}

/** `ONLY name` or `ONLY (name)`, given where the name is. */
function spanWithOnly(
  start: number,
  end: number,
  tokens: readonly Token[],
): { readonly start: number; readonly end: number } | null {
  const before = precedingToken(tokens, start);
  if (before?.text.toUpperCase() === 'ONLY') return { start: before.start, end };
  const outer = before?.text === '(' ? precedingToken(tokens, before.start) : undefined;
  const close = tokens.find((token) => token.start >= end && !token.tokenName.endsWith('_COMMENT'));
  return outer?.text.toUpperCase() === 'ONLY' && close?.text === ')'
    ? { start: outer.start, end: close.end }
    : null;
}

/** The relation that is written keeps its place, and gets its schema where that was left out. */
function qualifyTarget(target: RelationUse, tokens: readonly Token[]): Change | 'impossible' | null {
  if (target.wrapper.schemaname !== undefined) return null;
  const end = nameParts(tokens, target.location, 1)?.[0]?.end;
  if (end === undefined) return 'impossible';
  return {
    splice: {
      start: target.location,
      end,
      text: `${quoteIdentifier(target.schema)}.${quoteIdentifier(target.name)}`,
    },
    node: target.wrapper,
    becomes: { ...target.wrapper, schemaname: target.schema },
  };
}

/** The relations of a statement that are known by their own names. */
interface UnaliasedNames {
  /** Keys of those that a subquery stands for. */
  readonly masked: ReadonlySet<string>;
  /** The schemas in which there is one of a name. */
  readonly schemas: ReadonlyMap<string, ReadonlySet<string>>;
}

function unaliasedNames(substitutions: readonly Substitution[]): UnaliasedNames {
  const masked = new Set<string>();
  const schemas = new Map<string, Set<string>>();
  for (const { use, subquery } of substitutions) {
    if (use.alias !== null) continue;
    if (subquery !== null) masked.add(relationKey(use.schema, use.name));
    schemas.set(use.name, (schemas.get(use.name) ?? new Set()).add(use.schema));
  }
  return { masked, schemas };
}

/**
 * `public.customers.ssn` becomes `customers.ssn`, where that relation was replaced by a subquery, which has no schema. Where the
 * statement gives its name to something else too, the shorter form could mean that.
 */
function cutSchema(
  column: Tree,
  facts: StatementFacts,
  names: UnaliasedNames,
  tokens: readonly Token[],
): Change | 'impossible' | null {
  const fields = listOf(column.fields);
  const [schema = '', name = ''] = fields.slice(0, 2).map((field) => stringOf(unwrap(field)?.node.sval));
  if (!names.masked.has(relationKey(schema, name))) return null;
  const isAmbiguous = facts.givenNames.has(name) || (names.schemas.get(name)?.size ?? 0) > 1;
  const start = numberOf(column.location);
  const second = nameParts(tokens, start, 2)?.[1];
  if (isAmbiguous || second === undefined) return 'impossible';
  return {
    splice: { start, end: second.start, text: '' },
    node: column,
    becomes: { ...column, fields: fields.slice(1) },
  };
}

/** `upper(x)` becomes `pg_catalog.upper(x)`. */
function qualifyCall(call: Tree): Change {
  const start = numberOf(call.location);
  return {
    splice: { start, end: start, text: 'pg_catalog.' },
    node: call,
    becomes: { ...call, funcname: [{ String: { sval: 'pg_catalog' } }, ...listOf(call.funcname)] },
  };
}
