/**
 * The text of a detector's expression to all that is made of it: the automaton, PostgreSQL's spelling, the lengths of matches. One
 * expression has one meaning in all of them, leftmost-longest, and runs in linear time in ours.
 */
import type { Automaton } from '@dlpc/runtime/abi';
import { Viability, type Viable } from '@dlpc/runtime/detect/viability';
import { buildAutomaton } from './build-automaton.ts';
import { type Lengths, lengthsOf, type Pattern } from './pattern.ts';
import { patternSql } from './pattern-sql.ts';
import { type PatternProblem, readPattern } from './read-pattern.ts';

export interface CompiledPattern {
  /** As the author wrote it, without the slashes. */
  readonly source: string;
  readonly pattern: Pattern;
  readonly automaton: Automaton;
  /** As an advanced regular expression of PostgreSQL, to be matched with the collation "C". */
  readonly sql: string;
  /** Whether {@link sql} means the same in every encoding of a database, not only in UTF8. */
  readonly isEncodingFree: boolean;
  /** Of a match, in characters. */
  readonly lengths: Lengths;
}

export type CompiledPatternResult =
  | { readonly ok: true; readonly compiled: CompiledPattern }
  | { readonly ok: false; readonly problems: readonly PatternProblem[] };

/** States of the deterministic automaton, which could double with each character of an expression. */
const MOST_VIABLE = 2_000;

/** Compiles an expression, given without its slashes. */
export function compilePattern(source: string): CompiledPatternResult {
  const read = readPattern(source);
  if (!read.ok) return read;
  const { pattern } = read;
  const built = buildAutomaton(pattern);
  if (!built.ok) return refuse(source, REASONS[built.reason]);
  if (!isBounded(built.automaton)) return refuse(source, REASONS['too-large']);
  return {
    ok: true,
    compiled: {
      source,
      pattern,
      automaton: built.automaton,
      ...patternSql(pattern),
      lengths: lengthsOf(pattern),
    },
  };
}

const REASONS = {
  'matches-empty': {
    message: 'this matches the empty string, so it would match everywhere',
    hint: 'make sure that a match has at least one character: `+` in place of `*`, `{1,5}` in place of `{0,5}`',
  },
  'matches-nothing': {
    message: 'this matches no text at all',
    hint: 'look at its anchors and word boundaries',
  },
  'too-large': {
    message: 'this expression is too large to be matched in bounded memory',
    hint: 'lower the bounds of its repetitions, or write `+` where the number does not matter',
  },
} as const;

function refuse(source: string, reason: (typeof REASONS)[keyof typeof REASONS]): CompiledPatternResult {
  return { ok: false, problems: [{ ...reason, start: 0, end: source.length }] };
}

/** Whether all that can be viable anywhere in any text is few enough. */
function isBounded(automaton: Automaton): boolean {
  const viability = new Viability(automaton);
  const seen = new Set<Viable>([viability.atEnd]);
  for (const viable of seen)
    for (const characterClass of automaton.readers.keys()) {
      seen.add(viability.before(viable, characterClass));
      if (viability.size > MOST_VIABLE) return false;
    }
  return true;
}
