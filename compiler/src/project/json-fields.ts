/** The fields of a JSON object with their places: what `JSON.parse` reads and forgets. */
import type { SourceText, Span } from '@dlpc/language';

export interface JsonField {
  readonly name: string;
  readonly value: unknown;
  /** From the name to the end of the value. */
  readonly span: Span;
}

export type JsonFields =
  | { readonly ok: true; readonly fields: readonly JsonField[] }
  | { readonly ok: false; readonly problem: string; readonly span: Span | null };

/** The fields of the object that `source` is, in order; one that stands there twice is there twice. */
export function topLevelFields(source: SourceText): JsonFields {
  const { text } = source;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const at = error instanceof SyntaxError ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    const offset = Math.min(Number(at ?? text.length), Math.max(text.length - 1, 0));
    return { ok: false, problem: 'the project file is no JSON', span: source.span(offset, offset + 1) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, problem: 'the project file is no JSON object', span: null };
  return { ok: true, fields: [...fieldsOf(source)] };
}

/** The text is known to be an object, so that only strings and depth have to be followed. */
function* fieldsOf(source: SourceText): Iterable<JsonField> {
  const { text } = source;
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gs;
  let depth = 0;
  let name: RegExpExecArray | null = null;
  let valueAt: number | null = null;
  let end = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const [mark] = found;
    const closesObject = mark === '}' && depth === 1;
    if ((closesObject || (mark === ',' && depth === 1)) && name !== null && valueAt !== null) {
      yield {
        name: JSON.parse(name[0]) as string,
        value: JSON.parse(text.slice(valueAt, end)),
        span: source.span(name.index, end),
      };
      name = null;
      valueAt = null;
    } else if (depth === 1 && name === null && mark.startsWith('"')) name = found;
    else if (depth === 1 && name !== null && valueAt === null && mark !== ':') valueAt = found.index;
    if (mark === '{' || mark === '[') depth += 1;
    if (mark === '}' || mark === ']') depth -= 1;
    end = found.index + mark.length;
  }
}
