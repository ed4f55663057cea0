/** The parser's rules as a small tree, from which the grammar for people is written and drawn. */
import { grammarProductions } from '../../language/src/syntax/parser.ts';
import { lexerTokens } from '../../language/src/syntax/token-order.ts';

export type Syntax =
  /** A word or mark as it is written. */
  | { readonly kind: 'literal'; readonly text: string }
  /** A rule, or a kind of token that the lexical part describes. */
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Syntax[] }
  | { readonly kind: 'choice'; readonly options: readonly Syntax[] }
  | { readonly kind: 'optional'; readonly body: Syntax }
  /** Any number of times, none included. */
  | { readonly kind: 'repeat'; readonly body: Syntax };

export interface Production {
  readonly name: string;
  readonly body: Syntax;
}

/** What chevrotain writes of a rule or a part of one; its own type leaves the fields out. */
interface Serialized {
  readonly type: string;
  readonly name?: string;
  readonly label?: string;
  readonly separator?: Serialized;
  readonly definition?: readonly Serialized[];
}

/** Token types that have a name in the grammar rather than one spelling; null for those that add nothing to a choice. */
const namedTokens: Readonly<Record<string, string | null>> = {
  Word: 'identifier',
  OnWord: null,
  String: 'string',
  Integer: 'integer',
  Date: 'date',
  Time: 'time',
  Instant: 'instant',
  Duration: 'duration',
  Regex: 'regex',
  SqlText: 'sql',
  NamePattern: 'name-pattern',
  EOF: null,
};

/** All rules, from the whole file down: each before those that only it needs. */
export function productions(): readonly Production[] {
  const rules: readonly Serialized[] = grammarProductions();
  const byName = new Map(
    rules.map((rule): [string, Production] => {
      const name = kebab(nameOf(rule));
      return [name, { name, body: sequence(rule.definition ?? []) }];
    }),
  );
  const ordered = new Set<Production>();
  const visit = (name: string): void => {
    const production = byName.get(name);
    if (production === undefined || ordered.has(production)) return;
    ordered.add(production);
    for (const used of rulesIn(production.body)) visit(used);
  };
  visit('policy-file');
  if (ordered.size !== rules.length) throw new Error('some rule of the grammar is never used');
  return [...ordered];
}

function rulesIn(syntax: Syntax): readonly string[] {
  switch (syntax.kind) {
    case 'literal':
      return [];
    case 'rule':
      return [syntax.name];
    case 'sequence':
      return syntax.parts.flatMap(rulesIn);
    case 'choice':
      return syntax.options.flatMap(rulesIn);
    default:
      return rulesIn(syntax.body);
  }
}

function toSyntax(production: Serialized): readonly Syntax[] {
  const body = (): Syntax => sequence(production.definition ?? []);
  switch (production.type) {
    case 'Terminal':
      return terminal(production);
    case 'NonTerminal':
      return [{ kind: 'rule', name: kebab(nameOf(production)) }];
    case 'Alternation': {
      const options = (production.definition ?? []).map((option) => sequence([option]));
      return [choice(options.filter((option) => option.kind !== 'sequence' || option.parts.length > 0))];
    }
    case 'Option':
      return [{ kind: 'optional', body: body() }];
    case 'Repetition':
      return [{ kind: 'repeat', body: body() }];
    case 'RepetitionMandatory':
      return [body(), { kind: 'repeat', body: body() }];
    case 'RepetitionMandatoryWithSeparator':
    case 'RepetitionWithSeparator': {
      const others: Syntax = {
        kind: 'repeat',
        body: {
          kind: 'sequence',
          parts: [...(production.separator ? terminal(production.separator) : []), body()],
        },
      };
      if (production.type === 'RepetitionMandatoryWithSeparator') return [body(), others];
      return [{ kind: 'optional', body: { kind: 'sequence', parts: [body(), others] } }];
    }
    default:
      return (production.definition ?? []).flatMap(toSyntax);
  }
}

function terminal(production: Serialized): readonly Syntax[] {
  const name = nameOf(production);
  const named = namedTokens[name];
  if (named === null) return [];
  if (named !== undefined) return [{ kind: 'rule', name: named }];
  // A category such as the comparison operators stands for its members; those of other languages are only mended.
  const members = lexerTokens.filter(
    (type) => type.CATEGORIES?.some((category) => category.name === name) && !type.name.startsWith('Foreign'),
  );
  if (name !== 'ComparisonOperator') return [{ kind: 'literal', text: production.label ?? name }];
  const texts = members.map((type) => type.LABEL ?? type.name);
  // The lexer has its own reasons for an order; a reader looks for marks first, then for words.
  const isWord = (text: string): number => (/^\w/.test(text) ? 1 : 0);
  return [choice(texts.toSorted((a, b) => isWord(a) - isWord(b)).map((text) => ({ kind: 'literal', text })))];
}

function nameOf(production: Serialized): string {
  return production.name ?? '';
}

function sequence(definition: readonly Serialized[]): Syntax {
  const parts = definition.flatMap(toSyntax);
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { kind: 'sequence', parts };
}

function choice(options: readonly Syntax[]): Syntax {
  const [only, ...others] = options;
  return only !== undefined && others.length === 0 ? only : { kind: 'choice', options };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
