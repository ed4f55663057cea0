/** Reads a caller from a text by itself: as tests write one, or as JSON, which is the same with its keys in quotes. */
import { type Diagnostic, type ObjectLiteral, parsePolicyFile, SourceText, type Span } from '@dlpc/language';

export interface ParsedCaller {
  /** Null where the text is no caller, or one and more. */
  readonly caller: ObjectLiteral | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The text that the spans are of. */
  readonly source: SourceText;
}

/** Longest text of a caller, in UTF-16 units. */
const MOST = 64 * 1024;

/** What makes a file of it, in one line, so that lines stay what they are. */
const BEFORE = 'test "" { as ';
const AFTER = '\n}\n';

/** `path` serves messages. */
export function parseCaller(path: string, text: string): ParsedCaller {
  const source = new SourceText(path, text);
  const file = parsePolicyFile(path, BEFORE + text.slice(0, MOST) + AFTER);
  const [test, ...more] = file.ast.declarations;
  const shift = shiftOf(text.length);
  const diagnostics = file.diagnostics.map((found) => ({
    ...found,
    span: shift(found.span),
    related: found.related.map((place) => ({ ...place, span: shift(place.span) })),
    fix: null,
  }));
  const isAlone =
    test?.kind === 'TestDeclaration' && test.at === null && test.cases.length + more.length === 0;
  const caller = diagnostics.length === 0 && isAlone ? test.caller : null;
  return { caller: caller === null ? null : moved(caller, shift), diagnostics, source };
}

function shiftOf(length: number): (span: Span) => Span {
  const within = (offset: number) => Math.min(Math.max(0, offset - BEFORE.length), length);
  return ({ file, start, end }) => ({ file, start: within(start), end: within(end) });
}

/** The tree with its spans where the text alone has them. */
function moved<T extends object>(node: T, shift: (span: Span) => Span): T {
  const entries = Object.entries(node).map(([key, value]: [string, unknown]) => {
    if (key === 'span') return [key, shift(value as Span)];
    if (Array.isArray(value))
      return [key, value.map((item: unknown) => (isObject(item) ? moved(item, shift) : item))];
    return [key, isObject(value) ? moved(value, shift) : value];
  });
  // The same keys with values of the same kinds.
  return Object.fromEntries(entries) as T;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
