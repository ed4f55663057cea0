/** What an editor needs to know of brackets, comments and indentation. */
import { writeJson } from './json.ts';

export function writeLanguageConfiguration(): string {
  const pairs = [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ] as const;
  const quotes = ['"', '"'] as const;
  const configuration = {
    comments: { lineComment: '//' },
    brackets: pairs,
    autoClosingPairs: [
      ...pairs.map(([open, close]) => ({ open, close })),
      { open: quotes[0], close: quotes[1], notIn: ['string', 'comment'] },
    ],
    surroundingPairs: [...pairs, quotes],
    colorizedBracketPairs: pairs,
    wordPattern: '[A-Za-z_][A-Za-z0-9_]*',
    indentationRules: {
      increaseIndentPattern: String.raw`^[^"/]*[{(\[]\s*(?://.*)?$`,
      decreaseIndentPattern: String.raw`^\s*[})\]]`,
    },
    onEnterRules: [
      // A comment goes on when it is broken in its middle.
      {
        beforeText: String.raw`^\s*//.*$`,
        afterText: String.raw`\S`,
        action: { indent: 'none', appendText: '// ' },
      },
    ],
  };
  return writeJson(configuration);
}
