/**
 * Breaks a statement that stands on one line before its main words, so that it can be read. Only spaces outside of quotes become line breaks; a
 * text in which they cannot be told beyond doubt stays as it is.
 */

const BREAKS =
  /^(?:from|where|set|values|returning|using|limit|offset|union|intersect|except|group by|order by|having|on conflict|(?:(?:left|right|full|inner|cross) )?(?:outer )?join|and|or|insert|update|delete|select|with)\b/i;

const MIN_LENGTH = 60;

export function layOutSql(text: string): string {
  // Comments, escapes, dollar quotes: another reading than ours could be right.
  if (text.length < MIN_LENGTH || /[\n\\]|--|\/\*|\$[^0-9]|\$$|\bU&/i.test(text)) return text;
  let laidOut = '';
  let quote: string | null = null;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== null) {
      if (character === quote) quote = null;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === '(') {
      depth += 1;
    } else if (character === ')') {
      depth -= 1;
    } else if (character === ' ' && depth === 0 && BREAKS.test(text.slice(at + 1, at + 30))) {
      laidOut += '\n';
      continue;
    }
    laidOut += character;
  }
  return laidOut;
}
