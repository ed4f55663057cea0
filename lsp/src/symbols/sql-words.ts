/** Words of a SQL text with their places; comments, strings and dollar-quoted bodies are passed over. Judges nothing. */

export interface SqlWord {
  /** As the catalog knows it: folded to lower case unless it was quoted; a mark is itself. */
  readonly text: string;
  readonly kind: 'word' | 'quoted' | 'string' | 'mark';
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\$([\p{L}_][\p{L}\p{N}_]*)?\$[\s\S]*?\$\1\$|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([\p{L}_][\p{L}\p{N}_$]*)|\d[\w.]*|\S/gu;

export function sqlWords(text: string): readonly SqlWord[] {
  const words: SqlWord[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [image, , string, quoted, plain] = match;
    const at = { start: match.index, end: match.index + image.length };
    if (plain !== undefined) words.push({ ...at, kind: 'word', text: plain.toLowerCase() });
    else if (quoted !== undefined) words.push({ ...at, kind: 'quoted', text: quoted.replaceAll('""', '"') });
    else if (string !== undefined) words.push({ ...at, kind: 'string', text: string.replaceAll("''", "'") });
    else if (image.length === 1) words.push({ ...at, kind: 'mark', text: image });
  }
  return words;
}
