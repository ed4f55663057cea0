/**
 * The text of a row condition to an expression. PostgreSQL's own parser says what it means, pgsql-ast-parser where each part
 * stands; where the two do not read the same, nobody can be sure that author and server do, and there is no expression.
 */
import type { RawStmt } from 'libpg-query';
import { parse } from 'pgsql-ast-parser';
import { isDeeperThan } from '../schema/parse/depth.ts';
import type { SqlParser } from '../schema/parse/sql-parser.ts';
import { agreed } from './agree.ts';
import { fromLocatedTree } from './located-tree.ts';
import { fromPostgresTree } from './postgres-tree.ts';
import type { ReadingProblem, RowConditionReading } from './row-condition-reading.ts';
import { type Extent, partsOf, type SqlExpression } from './sql-expression.ts';

/** A condition of this length takes both parsers a few milliseconds. */
const MOST_CHARACTERS = 4096;

/** Levels of the server's tree; each operator takes about four. */
const MOST_DEPTH = 400;

const PREFIX = 'SELECT ';

/** Reads `text`; never throws. */
export async function readRowCondition(text: string, parser: SqlParser): Promise<RowConditionReading> {
  const all = { start: 0, end: text.length };
  const problem = (is: ReadingProblem, extent: Extent = all): RowConditionReading => ({
    kind: 'problem',
    problem: is,
    extent,
  });
  if (text.length > MOST_CHARACTERS) return problem({ is: 'too large' });
  if (text.includes('\0')) return problem({ is: 'syntax', message: 'there is a character U+0000' });

  const outcome = await parser.parse(PREFIX + text);
  if (outcome.kind === 'failed') return problem({ is: 'too large' });
  if (outcome.kind === 'syntax-error') {
    const { message, offset } = outcome;
    return problem({ is: 'syntax', message }, wordAt(text, Math.max(0, offset - PREFIX.length)));
  }
  const tree = onlyExpression(outcome.statements);
  if (tree === null) return problem({ is: 'no expression' });
  if (isDeeperThan(tree, MOST_DEPTH)) return problem({ is: 'too large' });
  const meaning = fromPostgresTree(tree, text, PREFIX.length);

  const places = locate(text);
  const stranger = firstStranger(meaning);
  if (stranger !== null) {
    const { start } = stranger.extent;
    const extent = wordAt(text, start);
    if (stranger.kind === 'subquery') return problem({ is: 'subquery' }, extent);
    return problem({ is: 'foreign', what: stranger.what }, extent);
  }
  if (places === null) return problem({ is: 'read in two ways' });
  const both = agreed(meaning, places);
  if ('differAt' in both) {
    const { kind, extent } = both.differAt;
    return problem(kind === 'foreign' ? { is: 'foreign', what: 'this' } : { is: 'read in two ways' }, extent);
  }
  return { kind: 'read', expression: both.expression };
}

/** The expression of `SELECT expression`; null for any other statement. */
function onlyExpression(statements: readonly RawStmt[]) {
  const [statement, ...others] = statements;
  const { stmt } = statement ?? {};
  if (stmt === undefined || !('SelectStmt' in stmt) || others.length > 0) return null;
  const { targetList = [], limitOption, op, ...clauses } = stmt.SelectStmt;
  const [target, ...further] = targetList;
  if (target === undefined || !('ResTarget' in target) || further.length > 0) return null;
  const { val, name, indirection } = target.ResTarget;
  const isBare =
    limitOption === 'LIMIT_OPTION_DEFAULT' &&
    op === 'SETOP_NONE' &&
    Object.keys(clauses).length === 0 &&
    name === undefined &&
    indirection === undefined;
  return isBare ? (val ?? null) : null;
}

function locate(text: string): SqlExpression | null {
  let trees: unknown;
  try {
    trees = parse(text, { entry: 'expr', locationTracking: true });
  } catch {
    // It throws for what it cannot read, and has no other way to say so.
    return null;
  }
  // It declares what statements give; an expression alone comes in a list of one.
  const [tree, ...others] = trees as readonly Parameters<typeof fromLocatedTree>[0][];
  return tree === undefined || others.length > 0 ? null : fromLocatedTree(tree);
}

/** The first part, in the order of the text, that has no place in a row condition. */
function firstStranger(
  expression: SqlExpression,
): (SqlExpression & { readonly kind: 'subquery' | 'foreign' }) | null {
  if (expression.kind === 'subquery' || expression.kind === 'foreign') return expression;
  for (const part of partsOf(expression)) {
    const found = firstStranger(part);
    if (found !== null) return found;
  }
  return null;
}

/** The word, or the one character, at `start`; the last one where the text ends there. */
function wordAt(text: string, start: number): Extent {
  const from = Math.min(start, Math.max(0, text.trimEnd().length - 1));
  const word = /[\p{L}\p{N}_$]+|./suy;
  word.lastIndex = from;
  return { start: from, end: from + (word.exec(text)?.[0].length ?? 0) };
}
