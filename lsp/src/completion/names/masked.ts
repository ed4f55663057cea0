/** The columns that a test expects to be masked: those that its statement returns. */
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { relationsNamed } from '../sql/relations-named.ts';
import { selectedNames } from '../sql/selected-names.ts';
import { columnCandidate } from './columns.ts';
import { sourceNamed } from './sources.ts';

/** In the order of the statement; what carries a label comes first. */
export function maskedCandidates(request: CompletionRequest): readonly Candidate[] {
  const { place, program, labelled } = request;
  const arrow = place.statement.findLastIndex(({ text }) => text === '=>');
  const sql = place.statement[arrow - 1]?.name ?? '';
  const source = sourceNamed(program, place.statement[arrow - 2]?.name ?? '');
  if (source === null) return [];
  const relations = relationsNamed(source, sql);
  const taken = new Set(place.siblings.map((path) => path.join('.')));
  return selectedNames(sql).flatMap(({ output, column }) => {
    const found = relations.flatMap((relation) =>
      relation.columns
        .filter(({ name }) => column === '*' || name === column)
        .map((each) => ({ relation, column: each })),
    );
    if (column === '*' || found.length > 0)
      return found
        .map((each) => {
          const candidate = columnCandidate(request, each.relation, each.column);
          const isLabelled = labelled.of(each.relation, each.column.name).length > 0;
          const renamed = column === '*' ? {} : { name: output, text: output };
          return { ...candidate, ...renamed, tier: isLabelled ? 1 : 2 };
        })
        .filter(({ name }) => !taken.has(name));
    return taken.has(output)
      ? []
      : [{ name: output, kind: CompletionItemKind.Field, detail: 'computed', tier: 2 }];
  });
}
