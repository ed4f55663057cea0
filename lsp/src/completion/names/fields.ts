/** Objects of an API and their fields, as far down as they go. */
import { type ApiSource, fieldsBehind, nameText } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { labelAffinity } from './label-affinity.ts';
import { labelBefore } from './label-before.ts';

/** Schemas of the components, and operations. */
export function objectCandidates(request: CompletionRequest, source: ApiSource): readonly Candidate[] {
  const label = labelBefore(request);
  return [...(source.api?.objects.values() ?? [])].map(({ name, kind }) => {
    const fields = [...fieldsBehind(source, [name]).values()].flat();
    const isMeant = fields.some(({ column }) => labelAffinity(label, column) > 0);
    return {
      name,
      kind: kind === 'schema' ? CompletionItemKind.Class : CompletionItemKind.Method,
      detail: `${kind} of ${source.name}`,
      documentation: () =>
        [...fieldsBehind(source, [name]).keys()].map((field) => `- \`${field}\``).join('\n'),
      text: nameText(name),
      tier: (isMeant ? 0 : 1) + (kind === 'schema' ? 0 : 0.5),
    };
  });
}

/** What follows the names of `path`, of which the first is an object. */
export function fieldCandidates(
  request: CompletionRequest,
  source: ApiSource,
  path: readonly string[],
): readonly Candidate[] {
  const { place, labelled } = request;
  const label = labelBefore(request);
  const taken = new Set(place.siblings.map((sibling) => sibling.join('.')));
  return [...fieldsBehind(source, path)].flatMap(([name, fields]) => {
    if (taken.has(name)) return [];
    const labels = new Set(fields.flatMap(({ relation, column }) => labelled.of(relation, column.name)));
    const types = new Set(fields.map(({ column }) => column.type.text));
    const affinity = Math.max(0, ...fields.map(({ column }) => labelAffinity(label, column)));
    return [
      {
        name,
        kind: CompletionItemKind.Field,
        detail: [...types, ...labels].join(' · '),
        documentation: () =>
          fields
            .map(({ relation, column }) => `- \`${relation.name}.${column.name}\` ${column.type.text}`)
            .join('\n'),
        text: nameText(name),
        tier: (labels.size === 0 ? 1 : label.length > 0 ? 2 : 0.5) - Math.min(affinity, 9) / 10,
      },
    ];
  });
}
