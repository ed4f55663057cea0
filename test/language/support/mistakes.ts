/** Tests of mistakes, from texts that show them. */
import { expect, it } from 'vitest';
import { checkAnnotated } from './annotated.ts';

export interface MistakenText {
  readonly name: string;
  /** With the diagnostics below its lines. */
  readonly text: string;
  /** The declarations that still arrive in the tree, by their kinds. */
  readonly kept?: readonly string[];
}

/** One test for each text. */
export function checkMistakes(cases: readonly MistakenText[]): void {
  for (const { name, text, kept } of cases) {
    it(name, () => {
      const { ast } = checkAnnotated(text);
      if (kept !== undefined)
        expect(ast.declarations.map((d) => d.kind.replace('Declaration', '').toLowerCase())).toEqual(kept);
    });
  }
}
