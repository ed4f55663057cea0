/** The values of JSON that masks are made of: scalars with the text of their number, since a number of JavaScript's is another one. */

export type Scalar =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** As it is written. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  /** An object or an array. */
  | { readonly kind: 'other' };

/** What a mask makes of one value, as JSON text; null is JSON's own. */
export type MaskScalar = (value: Scalar) => string | null;

/** The scalar of a valid JSON text without white space around it. */
export function scalarOf(text: string): Scalar {
  switch (text[0]) {
    case 'n':
      return { kind: 'null' };
    case 't':
      return { kind: 'boolean', value: true };
    case 'f':
      return { kind: 'boolean', value: false };
    case '"':
      return { kind: 'string', value: text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1) };
    case '{':
    case '[':
      return { kind: 'other' };
    default:
      return { kind: 'number', text };
  }
}

/** The texts of the elements of an array, which is valid JSON; null where the text is no array. */
export function elementsOf(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null;
  const elements: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
    } else if (character === '[' || character === '{') {
      depth += 1;
    } else if (depth === 0 && (character === ',' || character === ']')) {
      const element = text.slice(start, at).trim();
      if (element !== '') elements.push(element);
      start = at + 1;
    } else if (character === ']' || character === '}') {
      depth -= 1;
    }
  }
  return elements;
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
