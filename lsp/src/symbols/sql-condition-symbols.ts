/** Names in the SQL of a row filter: columns of its relations, and claims. */
import type { Program, Source } from '@dlpc/compiler';
import type { FilterStatement, SourceText } from '@dlpc/language';
import { relationNames } from './path-symbols.ts';
import type { Occurrence } from './policy-symbol.ts';
import { sqlWords } from './sql-words.ts';

/** A word is looked for among the columns of the first relation that has it; the rest is the server's. */
export function sqlConditionNames(
  program: Program,
  source: Source | null,
  { relations, condition }: FilterStatement,
  text: SourceText,
): readonly Occurrence[] {
  const known = relations.flatMap((reference) =>
    relationNames(source, reference).flatMap(([, symbol]) => (symbol.kind === 'relation' ? [symbol] : [])),
  );
  const words = sqlWords(text.text.slice(condition.span.start, condition.span.end));
  return words.flatMap((word, index): Occurrence[] => {
    if (word.kind !== 'word' && word.kind !== 'quoted') return [];
    const at = {
      span: {
        ...condition.span,
        start: condition.span.start + word.start,
        end: condition.span.start + word.end,
      },
      declares: false,
      inSql: true,
    };
    const before = words.slice(Math.max(index - 4, 0), index).map((other) => other.text);
    if (before.join('') === 'caller.claims.')
      return program.identity?.claims.has(word.text)
        ? [{ ...at, symbol: { kind: 'claim', name: word.text } }]
        : [];
    for (const { source: of, relation } of known) {
      const column = relation.columns.find(({ name }) => name === word.text);
      if (column !== undefined) return [{ ...at, symbol: { kind: 'column', source: of, relation, column } }];
    }
    return [];
  });
}
