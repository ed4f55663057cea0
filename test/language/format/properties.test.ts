import { formatText, parsePolicyFile, printPolicyFile, visit } from '@dlpc/language';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceText } from '../../../language/src/source/source-text.ts';
import { lex } from '../../../language/src/syntax/lexer.ts';
import { SqlToken } from '../../../language/src/syntax/sql-token.ts';
import { kindsIn, policyFile, withoutSpans } from '../support/generate-ast.ts';

const runs = { numRuns: 500, seed: 20261122 };

/** What may stand between two tokens. */
const gap = fc.oneof(
  { weight: 8, arbitrary: fc.constant(' ') },
  fc.constantFrom(
    '\n',
    '\n\n',
    '\n\n\n',
    '\r\n\r\n',
    '\t',
    ' // c\n',
    '\n// d \n',
    '\n\n// e\n\n',
    ' // f\n// g\n\n// h\r\n',
  ),
);

/** A tree printed with random space and comments between its tokens. */
const spacedText = fc.tuple(policyFile, fc.array(gap, { minLength: 1, maxLength: 40 })).map(([ast, gaps]) => {
  const { tokens } = lex(new SourceText('f', printPolicyFile(ast)));
  // A condition in SQL begins on the line of its `where` and ends with its line.
  const between = (index: number): string => {
    if (tokens[index]?.tokenType === SqlToken) return ' ';
    const chosen = gaps[index % gaps.length] ?? ' ';
    return tokens[index - 1]?.tokenType === SqlToken ? `\n${chosen}` : chosen;
  };
  return {
    ast,
    text: tokens.map((token, index) => between(index) + token.image).join('') + between(tokens.length),
  };
});

function commentsOf(text: string): readonly string[] {
  return parsePolicyFile('f', text).ast.comments.map((comment) => comment.text.trimEnd());
}

describe('printing and parsing', () => {
  it('give back the tree', () => {
    fc.assert(
      fc.property(policyFile, (ast) => {
        const parsed = parsePolicyFile('f', printPolicyFile(ast));
        expect(parsed.diagnostics).toEqual([]);
        expect(withoutSpans(parsed.ast)).toEqual(withoutSpans(ast));
      }),
      runs,
    );
  });

  it('meet every kind of node', () => {
    const kinds = new Set(
      fc.sample(policyFile, { ...runs, numRuns: 200 }).flatMap((ast) => [...kindsIn(ast)]),
    );
    expect(kinds.size).toBe(69);
  });

  it('print nothing but lines that the formatter leaves alone', () => {
    fc.assert(
      fc.property(policyFile, (ast) => {
        const text = printPolicyFile(ast);
        expect(formatText(text).text).toBe(text);
      }),
      runs,
    );
  });
});

describe('line ends', () => {
  it('stand in a statement only where it would not fit on its line', () => {
    fc.assert(
      fc.property(policyFile, (ast) => {
        const text = printPolicyFile(ast);
        visit(parsePolicyFile('f', text).ast, {
          SourceBlock: ({ statements }) => {
            for (const { span } of statements) {
              const statement = text.slice(span.start, span.end);
              const oneLine = `    ${statement.replaceAll(/\n */g, ' ')}`;
              expect(statement.includes('\n')).toBe(oneLine.length > 110);
            }
          },
        });
      }),
      runs,
    );
  });
});

describe('formatting', () => {
  it('keeps what the text says, and every comment', () => {
    fc.assert(
      fc.property(spacedText, ({ ast, text }) => {
        const formatted = formatText(text);
        expect(formatted.diagnostics).toEqual([]);
        expect(withoutSpans(parsePolicyFile('f', formatted.text).ast)).toEqual(withoutSpans(ast));
        expect(commentsOf(formatted.text)).toEqual(commentsOf(text));
      }),
      runs,
    );
  });

  it('is done after one time', () => {
    fc.assert(
      fc.property(spacedText, ({ text }) => {
        const once = formatText(text).text;
        expect(formatText(once).text).toBe(once);
      }),
      runs,
    );
  });

  it('leaves no space at line ends, no two empty lines, and one line end at the end', () => {
    fc.assert(
      fc.property(spacedText, ({ text }) => {
        const formatted = formatText(text).text;
        expect(formatted).not.toMatch(/[ \t\r]\n|\n\n\n|^\n|[^\n]$/);
      }),
      runs,
    );
  });
});
