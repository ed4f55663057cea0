/** The place in a text of SQL: a row condition, or the statement of a test. There, words are proposed and not the whole text. */
import type { Candidate } from '../candidate.ts';
import { sourceNamed } from '../names/sources.ts';
import type { CompletionRequest } from '../request.ts';
import { rowConditionCandidates } from './row-condition.ts';
import { sqlCandidates } from './statement.ts';
import { endsInside } from './words.ts';

export interface SqlPlace {
  readonly candidates: readonly Candidate[];
  /** The word that is being typed, as far as it is. */
  readonly typed: string;
  readonly replace: { readonly start: number; readonly end: number };
}

/** Null for a place that is none of SQL. */
export function sqlPlace(request: CompletionRequest): SqlPlace | null {
  const { place, context } = request;
  const role = place.expects.find((each) => each.kind === 'text')?.role;
  const isCondition = role === 'row-condition';
  if (!isCondition && (role !== 'sql-statement' || !place.quoted)) return null;
  const { offset, source } = context;
  const typed = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*$/.exec(place.typed)?.[0] ?? '';
  const after = /^[\w$\u0080-\uffff]*/.exec(source.text.slice(offset, offset + 100))?.[0] ?? '';
  const replace = { start: offset - typed.length, end: offset + after.length };
  const before = place.typed.slice(0, place.typed.length - typed.length);
  if (endsInside(place.typed)) return { candidates: [], typed, replace };
  if (isCondition) return { candidates: rowConditionCandidates(request, before), typed, replace };
  const database = sourceNamed(request.program, place.statement.at(-1)?.name ?? '');
  const behind = place.closed ? source.text.slice(offset, place.replace.end - 1) : '';
  const candidates = database === null ? [] : sqlCandidates(request, database, before, behind);
  // The text of a test is one of the language's own: a quote of SQL has to be escaped in it.
  return { candidates: candidates.map(escaped), typed, replace };
}

function escaped(candidate: Candidate): Candidate {
  const { text } = candidate;
  return text?.includes('"') ? { ...candidate, text: text.replaceAll('"', '\\"') } : candidate;
}
