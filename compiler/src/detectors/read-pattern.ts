/**
 * The text of a regular expression to a {@link Pattern}. What it takes means the same to every engine that runs it: `\d`, `\w`,
 * `\s` and `\b` are about ASCII, `.` is everything but a line feed, and all quantifiers take as much as they can, which
 * for leftmost-longest matching they need not be told. What could not be run in linear time, or means different things to different
 * engines, is refused.
 */
import { type AST, RegExpParser, RegExpSyntaxError } from '@eslint-community/regexpp';
import {
  type CharacterSet,
  complement,
  DIGIT,
  EVERYTHING,
  intersect,
  isEmpty,
  LINE_FEED,
  SPACE,
  subtract,
  unite,
  WORD,
} from './character-set.ts';
import type { Pattern } from './pattern.ts';

/** What is wrong with an expression, and where in its text, in UTF-16 units. */
export interface PatternProblem {
  /** A sentence about the expression, without a full stop. */
  readonly message: string;
  readonly hint: string | null;
  readonly start: number;
  readonly end: number;
}

export type PatternResult =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly problems: readonly PatternProblem[] };

/** PostgreSQL takes no greater bound. */
const MOST_REPETITIONS = 255;

/** UTF-16 units. Groups nest at most half as deep. */
const LONGEST_PATTERN = 1000;

/** Reads an expression, given without its slashes. */
export function readPattern(source: string): PatternResult {
  if (source.length > LONGEST_PATTERN) {
    const message = `a regular expression has at most ${LONGEST_PATTERN} characters`;
    return refused({
      message,
      hint: 'name its parts as detectors of their own',
      start: 0,
      end: source.length,
    });
  }
  const reading = new Reading();
  try {
    const tree = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, {
      unicode: true,
    });
    const pattern = reading.alternatives(tree.alternatives);
    return reading.problems.length === 0 ? { ok: true, pattern } : { ok: false, problems: reading.problems };
  } catch (error) {
    if (!(error instanceof RegExpSyntaxError)) throw error;
    const start = Math.min(error.index, Math.max(source.length - 1, 0));
    return refused({
      message: syntaxMessage(error.message),
      hint: null,
      start,
      end: Math.min(start + 1, source.length),
    });
  }
}

function refused(problem: PatternProblem): PatternResult {
  return { ok: false, problems: [problem] };
}

/** `Invalid regular expression: /(/: Unterminated group` → `this is no regular expression: unterminated group`. */
function syntaxMessage(message: string): string {
  const reason = /: (?<reason>[^:]*)$/.exec(message)?.groups?.reason ?? message;
  return `this is no regular expression: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
}

class Reading {
  readonly problems: PatternProblem[] = [];

  alternatives(alternatives: readonly AST.Alternative[]): Pattern {
    const options = alternatives.map((alternative): Pattern => {
      const parts = alternative.elements.map((element) => this.#element(element));
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'sequence', parts };
    });
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'choice', options };
  }

  #element(element: AST.Element): Pattern {
    switch (element.type) {
      case 'Character':
        return this.#characters([[element.value, element.value]], element);
      case 'CharacterSet':
        return this.#characters(this.#namedSet(element), element);
      case 'CharacterClass':
        return this.#characters(this.#classSet(element), element);
      case 'CapturingGroup':
        return this.alternatives(element.alternatives);
      case 'Group':
        if (element.modifiers !== null)
          return this.#refuse(element.modifiers, 'flags within an expression are not taken', CASES);
        return this.alternatives(element.alternatives);
      case 'Quantifier':
        return this.#quantifier(element);
      case 'Assertion':
        return this.#assertion(element);
      case 'Backreference':
        return this.#refuse(
          element,
          'a back reference cannot be matched in linear time',
          'write out what may stand there',
        );
      case 'ExpressionCharacterClass':
        return this.#refuse(element, 'this kind of character class is not taken', null);
    }
  }

  #quantifier(quantifier: AST.Quantifier): Pattern {
    const { min, max, greedy, element } = quantifier;
    if (!greedy)
      return this.#refuse(
        quantifier,
        'of all matches that start at one place the longest counts, so a quantifier cannot be lazy',
        'leave out the `?` behind it, and say with a character class where the match ends',
      );
    const bound = max === Infinity ? min : max;
    if (bound > MOST_REPETITIONS)
      return this.#refuse(
        quantifier,
        `something is repeated at most ${MOST_REPETITIONS} times, or without a bound`,
        `write \`{${Math.min(min, MOST_REPETITIONS)},}\``,
      );
    return {
      kind: 'repeat',
      body: this.#element(element),
      least: min,
      most: max === Infinity ? null : max,
    };
  }

  #assertion(assertion: AST.Assertion): Pattern {
    switch (assertion.kind) {
      case 'start':
        return { kind: 'assertion', assertion: 'text-start' };
      case 'end':
        return { kind: 'assertion', assertion: 'text-end' };
      case 'word':
        return { kind: 'assertion', assertion: assertion.negate ? 'no-word-boundary' : 'word-boundary' };
      default:
        return this.#refuse(
          assertion,
          `a ${assertion.kind} cannot be matched in linear time`,
          'use `\\b`, or match what stands there too',
        );
    }
  }

  #characters(set: CharacterSet, node: AST.Node): Pattern {
    // A text of PostgreSQL holds no U+0000, and no engine need know what it would mean.
    const characters = intersect(subtract(set, [[0, 0]]), EVERYTHING);
    if (isEmpty(characters)) return this.#refuse(node, 'no character can stand here', null);
    return { kind: 'characters', set: characters };
  }

  #classSet(characterClass: AST.CharacterClass): CharacterSet {
    const sets = characterClass.elements.map((element): CharacterSet => {
      switch (element.type) {
        case 'Character':
          return [[element.value, element.value]];
        case 'CharacterClassRange':
          return [[element.min.value, element.max.value]];
        case 'CharacterSet':
          return this.#namedSet(element);
        default:
          this.#refuse(element, 'this kind of character class is not taken', null);
          return EVERYTHING;
      }
    });
    return characterClass.negate ? complement(unite(sets)) : unite(sets);
  }

  #namedSet(set: AST.CharacterSet): CharacterSet {
    switch (set.kind) {
      case 'any':
        return complement(LINE_FEED);
      case 'digit':
        return set.negate ? complement(DIGIT) : DIGIT;
      case 'word':
        return set.negate ? complement(WORD) : WORD;
      case 'space':
        return set.negate ? complement(SPACE) : SPACE;
      case 'property':
        this.#refuse(
          set,
          'which characters have a Unicode property depends on the version of Unicode',
          'write the characters that you mean, such as `[A-Za-zÀ-ÿ]`',
        );
        return EVERYTHING;
    }
  }

  /** What stands for the part does not matter any more. */
  #refuse({ start, end }: AST.Node, message: string, hint: string | null): Pattern {
    this.problems.push({ message, hint, start, end });
    return { kind: 'sequence', parts: [] };
  }
}

const CASES = 'write both cases, such as `[Aa]`';
