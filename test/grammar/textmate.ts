/** Colours texts as editors do: the TextMate grammar, run by the engine of VS Code over its own regular expressions. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

/** A stretch of one line. */
export interface Coloured {
  readonly text: string;
  /** UTF-16 units from the start of the line. */
  readonly start: number;
  readonly end: number;
  /** The innermost scope; null where the grammar says nothing. */
  readonly scope: string | null;
}

export type Colouring = (text: string) => readonly (readonly Coloured[])[];

/** A function that colours all lines of a text by the grammar whose JSON is `grammar`. */
export async function colouring(grammar: string): Promise<Colouring> {
  const { createOnigScanner, createOnigString, loadWASM } = oniguruma;
  await loadWASM(
    (await readFile(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'))).buffer,
  );
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => createOnigScanner([...patterns]),
      createOnigString,
    }),
    loadGrammar: async (scope) =>
      scope === 'source.dlp' ? textmate.parseRawGrammar(grammar, 'dlp.tmLanguage.json') : null,
  });
  const loaded = await registry.loadGrammar('source.dlp');
  if (loaded === null) throw new Error('the grammar has no scope source.dlp');
  return (text) => {
    let state = textmate.INITIAL;
    return text.split('\n').map((line) => {
      const { tokens, ruleStack } = loaded.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        start: startIndex,
        end: Math.min(endIndex, line.length),
        scope: scopes.length > 1 ? (scopes.at(-1) ?? null) : null,
      }));
    });
  };
}
