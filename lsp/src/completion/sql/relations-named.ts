/** The relations of a source that a statement names, wherever it does. */
import { lookUpRelation, type Relation, type Source } from '@dlpc/compiler';
import { type SqlWord, sqlWords } from './words.ts';

/** Words behind which a relation is named. */
const LEADING: ReadonlySet<string> = new Set(['from', 'join', 'into', 'update', 'table', 'only', 'using']);

export function relationsNamed(source: Source, sql: string): readonly Relation[] {
  return [...namedIn(source, sql).values()];
}

/** By the alias, or else the name, under which columns are qualified. */
export function namedIn(source: Source, sql: string): ReadonlyMap<string, Relation> {
  const words = sqlWords(sql);
  const named = new Map<string, Relation>();
  let inList = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) continue;
    const leads = word.kind === 'name' && LEADING.has(word.text);
    if (leads) inList = true;
    else if (word.kind === 'name' && CLAUSES.has(word.text)) inList = false;
    if (!leads && !(inList && word.text === ',')) continue;
    const found = relationAt(source, words, at + 1);
    if (found !== null) named.set(found.alias, found.relation);
  }
  return named;
}

/** Words that end a list of relations, and those that are no alias. */
const CLAUSES: ReadonlySet<string> = new Set(
  'where group order having limit offset set values select returning on union except intersect window fetch for'.split(
    ' ',
  ),
);
const NO_ALIAS: ReadonlySet<string> = new Set([
  ...CLAUSES,
  ...LEADING,
  ...'inner left right full cross natural as default'.split(' '),
]);

function relationAt(
  source: Source,
  words: readonly SqlWord[],
  at: number,
): { readonly alias: string; readonly relation: Relation } | null {
  const first = words[at];
  if (first === undefined || !isName(first)) return null;
  const hasSchema = words[at + 1]?.text === '.';
  const name = hasSchema ? words[at + 2] : first;
  if (name === undefined || !isName(name)) return null;
  const found = lookUpRelation(source, hasSchema ? first.text : null, name.text);
  if (found.kind !== 'found') return null;
  let next = at + (hasSchema ? 3 : 1);
  if (words[next]?.text === 'as') next += 1;
  const alias = words[next];
  const isAlias =
    alias !== undefined && isName(alias) && !(alias.kind === 'name' && NO_ALIAS.has(alias.text));
  return { alias: isAlias ? alias.text : name.text, relation: found.relation };
}

function isName({ kind }: SqlWord): boolean {
  return kind === 'name' || kind === 'quoted';
}
