/** SQL as its words and marks: enough to tell where in a statement one is. Knows no grammar. */

export interface SqlWord {
  /** A name as the server folds it, without quotes; a mark as it is. */
  readonly text: string;
  readonly kind: 'name' | 'quoted' | 'string' | 'number' | 'mark';
  readonly start: number;
  readonly end: number;
}

const token =
  /--[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<string>'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<name>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<number>\d[\w.]*)|(?<mark>[^\s])/g;

/** The words of a text; comments are left out. */
export function sqlWords(sql: string): readonly SqlWord[] {
  const words: SqlWord[] = [];
  for (const { 0: image, index: start, groups = {} } of sql.matchAll(token)) {
    const kind = kinds.find((each) => groups[each] !== undefined);
    if (kind === undefined) continue;
    const text = kind === 'name' ? image.toLowerCase() : kind === 'quoted' ? unquoted(image) : image;
    words.push({ text, kind, start, end: start + image.length });
  }
  return words;
}

const kinds = ['string', 'quoted', 'name', 'number', 'mark'] as const;

function unquoted(image: string): string {
  return image.slice(1).replace(/"$/, '').replaceAll('""', '"');
}

/** Whether the text ends inside of a string or a comment, where nothing can be proposed. */
export function endsInside(sql: string): boolean {
  const last = [...sql.matchAll(token)].at(-1);
  if (last === undefined || last.index + last[0].length < sql.length) return false;
  const [image] = last;
  if (image.startsWith('--')) return true;
  if (image.startsWith('/*')) return !image.endsWith('*/') || image.length < 4;
  return (
    image.startsWith("'") && (image.length === 1 || !image.endsWith("'") || /^'(?:[^']|'')*''$/.test(image))
  );
}
