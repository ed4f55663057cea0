/**
 * How a parser goes on behind a mistake: panic mode at declarations, blocks and statements. Knows where these begin and end
 * (layout.ts), and nothing else of the grammar.
 *
 * Chevrotain's own recovery resynchronises on follow sets, which say nothing in a language where every keyword may be a
 * name, and inserts and deletes single tokens, which turns one mistake into another; so it stays switched off.
 */
import { CstParser, EOF, type IParserConfig, type IToken, isRecognitionException } from 'chevrotain';
import { limits } from '../limits.ts';
import { isBlockStart, isCaseStart, isDeclarationStart, isStatementStart } from './layout.ts';
import { vocabulary } from './token-order.ts';
import { closingBrackets, LeftBrace, openingBrackets, RightBrace } from './tokens.ts';

export abstract class RecoveringParser extends CstParser {
  #recovering = false;
  #mistakes = 0;

  constructor(config: IParserConfig) {
    super(vocabulary, { ...config, recoveryEnabled: false });
  }

  /** Takes new tokens; without `recovering`, the first mistake ends the parse. */
  protected begin(tokens: IToken[], recovering: boolean): void {
    this.input = tokens;
    this.#recovering = recovering;
    this.#mistakes = 0;
  }

  /** Runs `parse`; where it fails, `recover` finds a place to go on from, or says that there is none. */
  protected attempt(parse: () => void, recover: () => boolean): void {
    try {
      parse();
    } catch (error) {
      if (!(error instanceof Error && isRecognitionException(error)) || !this.#recovering) throw error;
      this.#mistakes += 1;
      // Beyond the limit nobody reads on, and each further one costs time: what is left is passed over.
      if (this.#mistakes > limits.mistakes) this.#skip({}, () => false);
      if (!recover()) throw error;
    }
  }

  /** `{ item } end`, where what is neither is passed over as `skip` says, which tells whether `items` may follow. */
  protected repeat(items: () => void, end: () => void, skip: () => boolean): void {
    let open = true;
    while (open) {
      open = false;
      items();
      this.attempt(end, () => {
        open = skip();
        return true;
      });
    }
  }

  /** From a broken declaration to the next; the end of the file counts as one. */
  protected skipToDeclaration(): boolean {
    this.#skip({}, (depth) => this.#atDeclaration(depth));
    return true;
  }

  /** From what is no declaration to the next one, if there is one. */
  protected skipJunkToDeclaration(): boolean {
    this.#skip({ atLeastOne: true }, (depth) => this.#atDeclaration(depth));
    return this.#atDeclaration(0);
  }

  /** From what is no block to the next `on` or the closing brace; false where the policy ended without one. */
  protected skipJunkToBlock(): boolean {
    if (this.#atDeclaration(0)) return false;
    this.#skip(
      { atLeastOne: true },
      (depth) => this.#atDeclaration(depth) || (depth === 0 && this.#atBlockOrBrace()),
    );
    return this.#atBlockOrBrace();
  }

  /** From a broken member of a policy to the next one, or to what ends the policy. */
  protected skipToMember(): boolean {
    this.#skip({}, (depth) => this.#atDeclaration(depth) || (depth === 0 && this.#atBlockOrBrace()));
    return true;
  }

  /** From a broken statement to the next one, or to what ends the block. */
  protected skipToStatement(): boolean {
    this.#skip({}, (depth) => this.#atStatementOrEnd(depth));
    return true;
  }

  /** From what is no statement to the next one or the closing brace; false where the block ended without one. */
  protected skipJunkToStatement(): boolean {
    if (this.#atDeclaration(0) || isBlockStart(this.LA(1))) return false;
    this.#skip({ atLeastOne: true }, (depth) => this.#atStatementOrEnd(depth));
    return isStatementStart(this.LA(1)) || this.LA(1).tokenType === RightBrace;
  }

  /** From a broken case, or the head of a test, to the next case or to what ends the test. */
  protected skipToCase(): boolean {
    this.#skip({}, (depth) => this.#atCaseOrEnd(depth));
    return true;
  }

  /** From the broken head of a test to its first case; a brace is that of the test only where nothing of it follows. */
  protected skipToFirstCase(): boolean {
    const atEnd = (): boolean =>
      this.LA(1).tokenType === RightBrace &&
      (this.LA(2).tokenType === EOF || isDeclarationStart(this.LA(2), this.LA(3)));
    this.#skip({}, (depth) => this.#atDeclaration(depth) || isCaseStart(this.LA(1)) || atEnd());
    return true;
  }

  /** From what is no case to the next one or the closing brace; false where the test ended without one. */
  protected skipJunkToCase(): boolean {
    if (this.#atDeclaration(0)) return false;
    this.#skip({ atLeastOne: true }, (depth) => this.#atCaseOrEnd(depth));
    return isCaseStart(this.LA(1)) || this.LA(1).tokenType === RightBrace;
  }

  /** Past the brace that a broken header leads to, or to what may stand behind it. */
  protected skipIntoBraces(): boolean {
    const behind = (): boolean => isBlockStart(this.LA(1)) || isStatementStart(this.LA(1));
    this.#skip({}, () => this.LA(1).tokenType === LeftBrace || behind() || this.#atDeclaration(0));
    if (this.LA(1).tokenType === LeftBrace) this.SKIP_TOKEN();
    else return behind() && !this.#atDeclaration(0);
    return true;
  }

  #atBlockOrBrace(): boolean {
    return isBlockStart(this.LA(1)) || this.LA(1).tokenType === RightBrace;
  }

  #atCaseOrEnd(depth: number): boolean {
    if (this.#atDeclaration(depth)) return true;
    return isCaseStart(this.LA(1)) || (depth === 0 && this.LA(1).tokenType === RightBrace);
  }

  #atStatementOrEnd(depth: number): boolean {
    if (this.#atDeclaration(depth)) return true;
    return depth === 0 && (isStatementStart(this.LA(1)) || this.#atBlockOrBrace());
  }

  /** Inside brackets only a word in the first column is believed, for it is likelier that one of them was forgotten. */
  #atDeclaration(depth: number): boolean {
    return isDeclarationStart(this.LA(1), this.LA(2)) && (depth === 0 || this.LA(1).startColumn === 1);
  }

  #skip(options: { atLeastOne?: boolean }, atEnd: (depth: number) => boolean): void {
    let braces = 0;
    let others = 0;
    let forced = options.atLeastOne === true;
    for (let next = this.LA(1); next.tokenType !== EOF; next = this.LA(1)) {
      // A brace ends whatever bracket was forgotten inside of it.
      if (next.tokenType === RightBrace) others = 0;
      if (!forced && atEnd(braces + others)) break;
      forced = false;
      if (next.tokenType === LeftBrace) braces += 1;
      else if (next.tokenType === RightBrace) braces = Math.max(braces - 1, 0);
      else if (openingBrackets.has(next.tokenType)) others += 1;
      else if (closingBrackets.has(next.tokenType)) others = Math.max(others - 1, 0);
      this.SKIP_TOKEN();
    }
  }
}
