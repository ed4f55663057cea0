/**
 * What stands around the end of a text that may be broken: from the tokens before it, the few that the grammar must see to say
 * what can come next. Finished statements, blocks and declarations are left out, so that the cost is that of one statement.
 */
import { EOF, type IToken, type TokenType, tokenMatcher } from 'chevrotain';
import { isBlockStart, isCaseStart, isDeclarationStart, isStatementStart } from '../layout.ts';
import * as t from '../tokens.ts';

/** A rule of the grammar and the tokens that lead to the place in it. */
export interface Enclosing {
  readonly rule: 'policyFile' | 'policy' | 'sourceBlock' | 'test';
  /** Made up: what leads to where {@link tokens} begin. */
  readonly lead: readonly IToken[];
  /** Of the statement, case, member of a policy, or else of the declaration. */
  readonly tokens: readonly IToken[];
  /** The beginning of the declaration: all of it up to its body, or to the place. */
  readonly declaration: readonly IToken[];
  /** The name of the source of the block. */
  readonly source: IToken | null;
  /** How many brackets are open. */
  readonly depth: number;
}

/** `tokens` are marked by layout.ts, the word at the place, real or made up, the last of them. */
export function enclosing(tokens: readonly IToken[]): Enclosing {
  const state = new State(tokens);
  for (let index = 0; index < tokens.length - 1; index += 1) state.take(index);
  return state.result();
}

const end = made(EOF, '');

class State {
  readonly #tokens: readonly IToken[];
  #declaration = 0;
  /** Behind the brace that opens the body of a policy or test; null before it. */
  #body: number | null = null;
  #block: number | null = null;
  #start = 0;
  #depth = 0;

  constructor(tokens: readonly IToken[]) {
    this.#tokens = tokens;
  }

  take(index: number): void {
    const token = this.#tokens[index];
    if (token === undefined) return;
    const next = this.#tokens[index + 1] ?? end;
    if (isDeclarationStart(token, next) && (this.#depth === 0 || token.startColumn === 1)) {
      this.#declare(index);
      return;
    }
    const kind = this.#tokens[this.#declaration];
    const inPolicy = kind !== undefined && tokenMatcher(kind, t.Policy);
    const inTest = kind !== undefined && tokenMatcher(kind, t.Test);
    if (this.#body !== null && inPolicy) this.#takeInPolicy(token, index);
    if (this.#body !== null && inTest && isCaseStart(token)) this.#start = index;
    this.#bracket(token, index, inPolicy || inTest);
  }

  result(): Enclosing {
    const declaration = this.#tokens.slice(this.#declaration, this.#body ?? -1);
    const kind = this.#tokens[this.#declaration];
    const from = (index: number) => this.#tokens.slice(index, -1);
    const common = { declaration, depth: this.#depth };
    if (this.#body === null || kind === undefined)
      return { rule: 'policyFile', lead: [], tokens: from(this.#declaration), source: null, ...common };
    if (tokenMatcher(kind, t.Policy)) {
      const source = this.#block === null ? null : (this.#tokens[this.#block + 1] ?? null);
      if (this.#block !== null && this.#start > this.#block + 2)
        return { rule: 'sourceBlock', lead: blockLead, tokens: from(this.#start), source, ...common };
      return { rule: 'policy', lead: policyLead, tokens: from(this.#start), source: null, ...common };
    }
    // Who asks stands in the body too, before the first case.
    const hasCase = this.#start > this.#body;
    if (!hasCase)
      return { rule: 'policyFile', lead: [], tokens: from(this.#declaration), source: null, ...common };
    return { rule: 'test', lead: testLead, tokens: from(this.#start), source: null, ...common };
  }

  #declare(index: number): void {
    this.#declaration = index;
    this.#start = index;
    this.#body = null;
    this.#block = null;
    this.#depth = 0;
  }

  #takeInPolicy(token: IToken, index: number): void {
    const isRecord = tokenMatcher(token, t.Record);
    if (isBlockStart(token) && (this.#depth === 1 || !isRecord)) {
      // A brace was forgotten where the block before it is still open.
      this.#depth = 1;
      this.#start = index;
      this.#block = isRecord ? null : index;
    } else if (this.#block !== null && isStatementStart(token)) this.#start = index;
  }

  #bracket(token: IToken, index: number, hasBody: boolean): void {
    const { tokenType } = token;
    if (t.openingBrackets.has(tokenType)) {
      this.#depth += 1;
      if (tokenType !== t.LeftBrace || !hasBody) return;
      if (this.#body === null) this.#open(index);
      else if (this.#block !== null && this.#depth === 2) this.#start = index + 1;
    } else if (t.closingBrackets.has(tokenType)) this.#close(index);
  }

  #open(index: number): void {
    this.#body = index + 1;
    this.#start = index + 1;
    this.#depth = 1;
  }

  #close(index: number): void {
    this.#depth = Math.max(this.#depth - 1, 0);
    if (this.#body === null) return;
    if (this.#depth === 0) this.#declare(index + 1);
    else if (this.#depth === 1 && this.#block !== null) {
      this.#block = null;
      this.#start = index + 1;
    }
  }
}

function made(tokenType: TokenType, image: string): IToken {
  return { image, startOffset: -1, tokenType, tokenTypeIdx: tokenType.tokenTypeIdx ?? -1 };
}

const brace = made(t.LeftBrace, '{');
const word = made(t.Identifier, 'x');
const start = (name: string): IToken => {
  const starter = t.starters.get(name);
  if (starter === undefined) throw new Error(`no declaration begins with ${name}`);
  return made(starter.start, name);
};
const blockLead = [start('on'), word, brace];
const policyLead = [start('policy'), word, made(t.For, 'for'), made(t.True, 'true'), brace];
const testLead = [
  ...[start('test'), made(t.StringToken, '""'), brace, made(t.As, 'as'), brace],
  ...[made(t.RightBrace, '}'), made(t.At, 'at'), made(t.InstantToken, '2026-01-01T00:00:00Z')],
];
