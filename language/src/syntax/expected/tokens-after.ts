/**
 * Which tokens the grammar lets follow others: a walk over its graph that keeps every way open, so that no look-ahead decides too
 * early. Knows grammars, and nothing of this one.
 */
import {
  Alternation,
  Alternative,
  type IToken,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
  type TokenType,
  tokenMatcher,
} from 'chevrotain';
import { grammarRules } from '../parser.ts';

/** A token that can come next. */
export interface NextToken {
  readonly type: TokenType;
  /** Names of the rules that it stands in, the innermost last. */
  readonly rules: readonly string[];
  /** Which of its kind each of {@link rules} is within the one before, and, last, the token within its rule: 0, 2, 3, …. */
  readonly occurrences: readonly number[];
}

type Production = Rule['definition'][number];

/** The rules that a place is in. */
interface Call {
  readonly rule: string;
  readonly occurrence: number;
  readonly outer: Call | null;
}

/** What is still to come: the rest of a definition, and then what is behind it. */
interface Rest {
  readonly definition: readonly Production[];
  readonly at: number;
  readonly call: Call;
  readonly after: Rest | null;
}

/** A token that can come, and what comes behind it. */
interface Way {
  readonly terminal: Terminal;
  readonly rest: Rest;
}

/** More ways than any text of the language leaves open. */
const MOST_WAYS = 500;

/** What can follow `tokens` where the rule called `rule` begins with them; nothing where it cannot begin so. */
export function tokensAfter(rule: string, tokens: readonly IToken[]): readonly NextToken[] {
  const definition = grammarRules()[rule]?.definition;
  if (definition === undefined) throw new Error(`no rule is called ${rule}`);
  let ways = waysFrom([{ definition, at: 0, call: { rule, occurrence: 0, outer: null }, after: null }]);
  for (const token of tokens) {
    ways = waysFrom(
      ways.filter((way) => tokenMatcher(token, way.terminal.terminalType)).map((way) => way.rest),
    );
  }
  return ways.map(({ terminal, rest }) => nextToken(terminal, rest.call));
}

function waysFrom(rests: readonly Rest[]): readonly Way[] {
  const ways: Way[] = [];
  const open = [...rests].reverse();
  for (let rest = open.pop(); rest !== undefined && ways.length < MOST_WAYS; rest = open.pop()) {
    const production = rest.definition[rest.at];
    if (production === undefined) {
      if (rest.after !== null) open.push(rest.after);
      continue;
    }
    const behind: Rest = { ...rest, at: rest.at + 1 };
    if (production instanceof Terminal) ways.push({ terminal: production, rest: behind });
    else open.push(...inside(production, rest, behind).reverse());
  }
  return ways;
}

/** The ways into a production that is no token, the first written first. */
function inside(production: Production, rest: Rest, behind: Rest): Rest[] {
  const { call } = rest;
  const into = (definition: readonly Production[], after: Rest): Rest => ({ definition, at: 0, call, after });
  if (production instanceof NonTerminal) {
    const inner = { rule: production.nonTerminalName, occurrence: production.idx, outer: call };
    const { definition } = production.referencedRule;
    return [{ definition, at: 0, call: inner, after: behind }];
  }
  if (production instanceof Alternation)
    return production.definition.map((alternative) => into([alternative], behind));
  if (production instanceof Alternative) return [into(production.definition, behind)];
  if (production instanceof Option) return [into(production.definition, behind), behind];
  // What repeats comes back to itself.
  if (production instanceof Repetition) return [into(production.definition, rest), behind];
  if (production instanceof RepetitionMandatory) {
    const again = new Repetition({ definition: production.definition });
    return [into(production.definition, into([again], behind))];
  }
  const isSeparated = production instanceof RepetitionWithSeparator;
  if (isSeparated || production instanceof RepetitionMandatoryWithSeparator) {
    const separator = new Terminal({ terminalType: production.separator });
    const again = new Repetition({ definition: [separator, ...production.definition] });
    const once = into(production.definition, into([again], behind));
    return isSeparated ? [once, behind] : [once];
  }
  throw new Error('a production of a kind that the grammar does not have');
}

function nextToken(terminal: Terminal, innermost: Call): NextToken {
  const rules: string[] = [];
  const occurrences = [terminal.idx];
  for (let call: Call | null = innermost; call !== null; call = call.outer) {
    rules.unshift(call.rule);
    occurrences.unshift(call.occurrence);
  }
  return { type: terminal.terminalType, rules, occurrences };
}
