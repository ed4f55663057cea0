/** One expression, one meaning: what our automaton matches is what PostgreSQL's own engine matches, in every random text. */
import { Matcher } from '@dlpc/runtime/detect/find-matches';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BUILT_IN_DETECTORS } from '../../../compiler/src/detectors/built-in.ts';
import { compilePattern } from '../../../compiler/src/detectors/compile-pattern.ts';
import { onServers } from '../masks/on-servers.ts';
import { arbitraryPattern, arbitraryText } from './arbitrary-pattern.ts';

onServers((server) => {
  async function matchesOfServer(sql: string, texts: readonly string[]): Promise<readonly string[][]> {
    const { rows } = await server().client.query({
      text: `select coalesce((select array_agg(m[1] order by n)
               from regexp_matches(t collate "C", $1, 'g') with ordinality as found(m, n)), '{}')
             from unnest($2::text[]) with ordinality as texts(t, place) order by place`,
      values: [sql, texts],
      rowMode: 'array',
    });
    return rows.map(([matches]) => matches);
  }

  function matchesOfOurs(matcher: Matcher, text: string): readonly string[] {
    return matcher.matches(text).map(({ start, end }) => text.slice(start, end));
  }

  it('the matches of random expressions in random texts', async () => {
    let compiled = 0;
    await fc.assert(
      fc.asyncProperty(
        arbitraryPattern,
        fc.array(arbitraryText, { minLength: 8, maxLength: 8 }),
        async (source, texts) => {
          const result = compilePattern(source);
          if (!result.ok) return;
          compiled += 1;
          const matcher = new Matcher(result.compiled.automaton);
          const ours = texts.map((text) => matchesOfOurs(matcher, text));
          expect(ours).toEqual(await matchesOfServer(result.compiled.sql, texts));
        },
      ),
      { numRuns: 600 },
    );
    expect(compiled).toBeGreaterThan(150);
  });

  it.each(BUILT_IN_DETECTORS.map(({ name, expression }) => [name, expression]))(
    'the matches of %s in texts of its own characters',
    async (_, expression) => {
      const result = compilePattern(expression);
      if (!result.ok) throw new Error(JSON.stringify(result.problems));
      const matcher = new Matcher(result.compiled.automaton);
      const text = fc
        .array(fc.constantFrom(...'0123456789 -./:@+()abGBDEXz\n_é'), { maxLength: 80 })
        .map((characters) => characters.join(''));
      const texts = fc.sample(text, 500);
      expect(texts.map((one) => matchesOfOurs(matcher, one))).toEqual(
        await matchesOfServer(result.compiled.sql, texts),
      );
    },
  );

  it('bounds as large as they can be', async () => {
    const sources = [
      '(?:\\d[ -]?){13,19}',
      'a{255}',
      '(?:ab?){100}',
      '(?:a|b|cd){1,150}',
      '(?:[a-z]{1,5}\\.){10,20}[a-z]{2,10}',
      '(?:a{0,20}b){0,10}c',
      '(?:(?:a?){5}b){3,9}',
    ];
    const texts = [
      '1234 5678 9012 3456',
      'a'.repeat(300),
      'ab'.repeat(200),
      'cdab'.repeat(99),
      'a.b.c.d.'.repeat(9),
    ];
    for (const source of sources) {
      const result = compilePattern(source);
      if (!result.ok) throw new Error(`${source}: ${JSON.stringify(result.problems)}`);
      const matcher = new Matcher(result.compiled.automaton);
      expect(texts.map((text) => matchesOfOurs(matcher, text))).toEqual(
        await matchesOfServer(result.compiled.sql, texts),
      );
    }
  });
});
