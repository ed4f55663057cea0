/**
 * Runs a matcher script: in a context of its own that has the language and nothing else, without code from strings, and
 * within a time. No wall against a hostile bundle, whose conditions will run later too: that is what digests are for.
 */
import { types } from 'node:util';
import { constants, createContext, Script } from 'node:vm';
import { done, type Outcome, refuse } from './problem.ts';

/** What the script assigns to `exports.matcher`, still unknown and of another realm. */
export function runMatcher(script: string, path: string, milliseconds: number): Outcome<unknown> {
  try {
    const context = createContext(constants.DONT_CONTEXTIFY, {
      codeGeneration: { strings: false, wasm: false },
      // What a script leaves for later runs within its time.
      microtaskMode: 'afterEvaluate',
    });
    // Made inside, so that nothing of this realm can be reached from it.
    const exported: unknown = new Script('globalThis.exports = Object.create(null)').runInContext(context);
    new Script(script, { filename: path }).runInContext(context, { timeout: milliseconds });
    const matcher = Object.getOwnPropertyDescriptor(exported, 'matcher');
    if (matcher !== undefined && 'value' in matcher) return done(matcher.value);
    return refuse('malformed-matcher', `\`${path}\` exports no matcher`);
  } catch (error) {
    return refuse('failing-matcher', `\`${path}\` ${failureOf(error, milliseconds)}`);
  }
}

/**
 * A script can throw anything, an object that runs code when it is looked at too. So nothing is looked at but what sort of
 * object it is, and a plain property of an error.
 */
function failureOf(error: unknown, milliseconds: number): string {
  if (error instanceof SyntaxError) return 'is no script';
  const code = types.isNativeError(error) ? Object.getOwnPropertyDescriptor(error, 'code')?.value : null;
  return code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    ? `does not come to an end within ${milliseconds} ms`
    : 'throws an error';
}
