/**
 * What may be written at the cursor. The grammar says what is expected, the policies and schemas what there is, and what has been
 * typed which of it is meant.
 */
import type { Program, Relation, Source } from '@dlpc/compiler';
import { expectedAt } from '@dlpc/language';
import {
  type CompletionItem,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
  type Range,
} from 'vscode-languageserver/node';
import { rangeIn } from '../convert.ts';
import type { FeatureContext } from '../features/feature-context.ts';
import { schemaComment } from '../symbols/schema-places.ts';
import { sourceTexts } from '../symbols/source-texts.ts';
import type { Candidate } from './candidate.ts';
import { candidatesFor } from './candidates.ts';
import { commitCharacters } from './commit-characters.ts';
import { labelledIn } from './labelled.ts';
import { matching } from './matching.ts';
import type { CompletionRequest } from './request.ts';
import { toSnippet } from './snippet.ts';
import { sqlPlace } from './sql/sql-place.ts';

export interface CompletionOptions {
  /** Whether the editor takes snippets. */
  readonly snippets?: boolean;
  /** Paths of schema and policy files, relative to the document; folders end in a slash. */
  readonly files?: readonly string[];
}

/** The best first; nothing in comments and where nothing is known. */
export function complete(context: FeatureContext, options: CompletionOptions = {}): CompletionList {
  const place = expectedAt(context.source.text, context.offset);
  if (place === null) return { isIncomplete: false, items: [] };
  const { program } = context.result.checked;
  const files = options.files ?? [];
  const request: CompletionRequest = {
    ...{ context, place, program, labelled: labelledIn(program), files },
    commentOn: (relation, column) => {
      const source = sourceOf(program, relation);
      return source === null ? null : schemaComment(sourceTexts(context.result, source), relation, column);
    },
  };
  const inSql = sqlPlace(request);
  const { candidates, isCut } =
    inSql === null ? matching(candidatesFor(request), place.typed) : matching(inSql.candidates, inSql.typed);
  const range = rangeIn(context.source, inSql?.replace ?? place.replace);
  const quoted = inSql === null && place.quoted;
  const marksOf = commitCharacters(request, inSql !== null);
  return {
    isIncomplete: isCut,
    items: candidates.map((candidate, index) => {
      const marks = marksOf(candidate);
      const item = toItem(candidate, index, range, quoted, options.snippets === true);
      return marks.length === 0 ? item : { ...item, commitCharacters: [...marks] };
    }),
  };
}

/** The database that has the relation. */
function sourceOf({ sources }: Program, relation: Relation): Source | null {
  const has = ({ schema }: Source): boolean => [...(schema?.relations.values() ?? [])].includes(relation);
  return [...sources.values()].find(has) ?? null;
}

function toItem(
  candidate: Candidate,
  index: number,
  range: Range,
  quoted: boolean,
  snippets: boolean,
): CompletionItem {
  const { name, kind, detail, documentation, text = name, snippet } = candidate;
  // In quotes everything stands in quotes, which what is typed is compared with.
  const written = quoted && !text.startsWith('"') ? JSON.stringify(name) : text;
  const asSnippet = snippets && !quoted && snippet !== undefined;
  return {
    label: name,
    kind,
    ...(detail === undefined ? {} : { detail }),
    ...(documentation === undefined
      ? {}
      : { documentation: { kind: MarkupKind.Markdown, value: documentation() } }),
    // What is typed already is in the range, so that editors compare it with this.
    filterText: quoted ? written : name,
    sortText: String(index).padStart(4, '0'),
    ...(index === 0 ? { preselect: true } : {}),
    insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: asSnippet ? toSnippet(snippet) : written },
  };
}
