/**
 * Where relations and columns are defined in DDL, and what comments say of them. Found by the words alone, which is enough to lead
 * somebody there; what a schema is has been read by the server's own grammar.
 */
import type { Relation } from '@dlpc/compiler';
import type { SourceText, Span } from '@dlpc/language';
import { type SqlWord, sqlWords } from './sql-words.ts';

export interface RelationPlace {
  /** Null where the text names none. */
  readonly schema: string | null;
  readonly name: string;
  readonly span: Span;
  readonly columns: ReadonlyMap<string, Span>;
}

export interface SchemaPlaces {
  readonly relations: readonly RelationPlace[];
  /** By the dotted path that the text writes: `customers.email`. */
  readonly comments: ReadonlyMap<string, string>;
}

const known = new WeakMap<SourceText, SchemaPlaces>();

const CREATED = new Set(['table', 'view']);
const BEFORE_NAME = new Set(['if', 'not', 'exists', 'only', 'column']);
/** What can begin an element of a table that is no column. */
const NO_COLUMN = new Set(['constraint', 'primary', 'unique', 'foreign', 'check', 'exclude', 'like']);

/** Places of one schema file. */
function schemaPlaces(text: SourceText): SchemaPlaces {
  const places = known.get(text) ?? readPlaces(text);
  known.set(text, places);
  return places;
}

/** The place of `relation` in these files; the last that creates it. */
export function relationPlace(texts: readonly SourceText[], relation: Relation): RelationPlace | null {
  const all = texts.flatMap((text) => schemaPlaces(text).relations);
  const named = all.filter(({ name }) => name === relation.name);
  const inSchema = named.filter(({ schema }) => (schema ?? 'public') === relation.schema);
  const found = inSchema.length > 0 ? inSchema : named;
  const last = found.at(-1);
  // A later file adds columns to what an earlier one created.
  return last === undefined
    ? null
    : {
        ...(found.find(({ columns }) => columns.size > 0) ?? last),
        columns: new Map(found.flatMap(({ columns }) => [...columns])),
      };
}

/** What `COMMENT ON` says of a relation, or of one of its columns; null for nothing. */
export function schemaComment(
  texts: readonly SourceText[],
  { schema, name }: Relation,
  column: string | null,
): string | null {
  const path = column === null ? [name] : [name, column];
  for (const text of texts.toReversed()) {
    const { comments } = schemaPlaces(text);
    const comment = comments.get([schema, ...path].join('.')) ?? comments.get(path.join('.'));
    if (comment !== undefined) return comment;
  }
  return null;
}

function readPlaces(text: SourceText): SchemaPlaces {
  const words = sqlWords(text.text);
  const relations: RelationPlace[] = [];
  const comments = new Map<string, string>();
  for (let start = 0; start < words.length; ) {
    const end = statementEnd(words, start);
    const statement = words.slice(start, end);
    const [first] = statement;
    if (first?.text === 'create' || first?.text === 'alter') {
      const place = relationIn(text, statement, first.text === 'alter');
      if (place !== null) relations.push(place);
    } else if (first?.text === 'comment') addComment(statement, comments);
    start = end + 1;
  }
  return { relations, comments };
}

function statementEnd(words: readonly SqlWord[], start: number): number {
  const end = words.findIndex((word, index) => index >= start && word.kind === 'mark' && word.text === ';');
  return end < 0 ? words.length : end;
}

function relationIn(text: SourceText, statement: readonly SqlWord[], alters: boolean): RelationPlace | null {
  const kind = statement.slice(0, 6).findIndex((word) => word.kind === 'word' && CREATED.has(word.text));
  if (kind < 0) return null;
  const nameAt = skip(statement, kind + 1);
  const path = dotted(statement, nameAt);
  const name = path.at(-1);
  if (name === undefined) return null;
  const behind = nameAt + path.length * 2 - 1;
  return {
    schema: path.length > 1 ? (path.at(-2)?.text ?? null) : null,
    name: name.text,
    span: text.span(name.start, name.end),
    columns: alters ? addedColumns(text, statement, behind) : tableColumns(text, statement, behind),
  };
}

/** The first word of each element between the outer parentheses. */
function tableColumns(text: SourceText, statement: readonly SqlWord[], from: number): Map<string, Span> {
  const columns = new Map<string, Span>();
  if (statement[from]?.text !== '(') return columns;
  let depth = 0;
  for (let at = from; at < statement.length; at += 1) {
    const word = statement[at];
    if (word?.kind !== 'mark') continue;
    if (word.text === ')') depth -= 1;
    if (word.text === '(') depth += 1;
    if (depth === 0) break;
    const next = statement[at + 1];
    const begins = depth === 1 && (word.text === ',' || (word.text === '(' && at === from));
    if (begins && next !== undefined && isColumnName(next))
      columns.set(next.text, text.span(next.start, next.end));
  }
  return columns;
}

/** `ALTER TABLE … ADD [COLUMN] name`, `RENAME [COLUMN] old TO name`. */
function addedColumns(text: SourceText, statement: readonly SqlWord[], from: number): Map<string, Span> {
  const columns = new Map<string, Span>();
  for (let at = from; at < statement.length; at += 1) {
    const { text: word, kind } = statement[at] ?? { text: '', kind: 'mark' };
    if (kind !== 'word' || (word !== 'add' && word !== 'to')) continue;
    const name = statement[word === 'add' ? skip(statement, at + 1) : at + 1];
    if (name !== undefined && isColumnName(name)) columns.set(name.text, text.span(name.start, name.end));
  }
  return columns;
}

function addComment(statement: readonly SqlWord[], comments: Map<string, string>): void {
  const is = statement.findIndex((word) => word.kind === 'word' && word.text === 'is');
  const comment = statement[is + 1];
  if (is < 0 || comment?.kind !== 'string') return;
  const path = dotted(statement, statement[2]?.text === 'materialized' ? 4 : 3);
  comments.set(path.map((word) => word.text).join('.'), comment.text);
}

function skip(words: readonly SqlWord[], from: number): number {
  let at = from;
  while (words[at]?.kind === 'word' && BEFORE_NAME.has(words[at]?.text ?? '')) at += 1;
  return at;
}

/** The names of a dotted path that begins at `from`. */
function dotted(words: readonly SqlWord[], from: number): readonly SqlWord[] {
  const first = words[from];
  if (first === undefined || (first.kind !== 'word' && first.kind !== 'quoted')) return [];
  return words[from + 1]?.text === '.' ? [first, ...dotted(words, from + 2)] : [first];
}

function isColumnName({ kind, text }: SqlWord): boolean {
  return kind === 'quoted' || (kind === 'word' && !NO_COLUMN.has(text));
}
