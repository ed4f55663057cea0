/** The marks by which a proposal is taken: those that the grammar lets follow it, so that what is typed on is never another name. */
import { joiningMarksAt } from '@dlpc/language';
import { CompletionItemKind as Kind } from 'vscode-languageserver/node';
import type { Candidate } from './candidate.ts';
import type { CompletionRequest } from './request.ts';

/** Of a text of SQL, whose grammar is the server's. */
const IN_SQL: ReadonlyMap<Kind, readonly string[]> = new Map([
  [Kind.Field, [',']],
  [Kind.Variable, ['.']],
  [Kind.Function, ['(']],
]);

/** The grammar lets a name be a path anywhere; these are what has members. */
const HAS_MEMBERS: ReadonlySet<Kind> = new Set([Kind.Class, Kind.Interface, Kind.Module, Kind.EnumMember]);

/** For the candidates of one request; what follows one of a kind follows all of it. */
export function commitCharacters(
  { context, place }: CompletionRequest,
  isSql: boolean,
): (candidate: Candidate) => readonly string[] {
  const known = new Map<Kind, readonly string[]>();
  const before = context.source.text.slice(0, place.replace.start);
  return ({ kind, name, text = name }) => {
    if (isSql) return IN_SQL.get(kind) ?? [];
    if (kind === Kind.Keyword || kind === Kind.Operator || place.quoted) return [];
    const end = place.replace.start + text.length + 1;
    const marks = known.get(kind) ?? joiningMarksAt(`${before}${text} `, end);
    known.set(kind, marks);
    return marks.filter((mark) => {
      if ((mark === '(') !== (kind === Kind.Function)) return false;
      // Nobody means all of a source.
      if (mark === ',') return kind !== Kind.Module;
      // A dot goes on with a path that is being typed.
      return mark !== '.' || (HAS_MEMBERS.has(kind) && !name.includes('.'));
    });
  };
}
