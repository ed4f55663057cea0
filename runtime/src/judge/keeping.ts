/**
 * What a text means for statements that the server keeps prepared on a session's behalf: which statement may be kept in place of being parsed each time, so that no
 * client could tell, and which leaves those that are kept as they are. Knows no wire; pgwire/session/kept-statements.ts does the keeping.
 */
import type { Keeping } from '../pgwire/gate.ts';
import type { StatementFacts } from './facts/facts.ts';

/**
 * A string may be evaluated when it is parsed, by the clock (`'now'`), by settings or by names in the catalog; numbers, booleans and NULL mean the same for ever. In order: the beginning of
 * any string; of one in dollars, or a name with a dollar; a name with escapes, which could be any; the one function that changes settings.
 */
const NOT_CONSTANT = /'|\$(?![0-9])|&"|set_config/i;

/** What is known of a text that may go on. */
export interface KeepingQuestion {
  readonly text: string;
  readonly statements: readonly StatementFacts[];
  /** Whether the server runs another text. */
  readonly rewrites: boolean;
  readonly touchesProtected: boolean;
  /** Whether people must agree to it each time. */
  readonly asks: boolean;
}

/** Undefined where nothing that is kept may outlive it. The same for all texts of one template. */
export function keepingOf(question: KeepingQuestion): Keeping | undefined {
  const { text, statements, rewrites, touchesProtected, asks } = question;
  if (NOT_CONSTANT.test(text) || !statements.every(onlyReads)) return undefined;
  return statements.length === 1 && rewrites && touchesProtected && !asks ? 'keepable' : 'harmless';
}

function onlyReads({ command, writes, locks, copied, prepared, showsPlan, notices, calls }: StatementFacts) {
  const { sequences, apart, settings } = calls;
  return (
    command === 'SELECT' &&
    writes.length + locks.length + sequences.length + apart.length + settings.length === 0 &&
    copied === null &&
    prepared === null &&
    notices === null &&
    !showsPlan
  );
}
