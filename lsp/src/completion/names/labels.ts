/** Labels by their paths. */
import { type Label, nameText } from '@dlpc/compiler';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';

/** The labels below the path at the place, each by what is left of its own path. */
export function labelCandidates(
  { place, program, labelled }: CompletionRequest,
  tierOf: (label: Label) => number,
): readonly Candidate[] {
  const prefix = place.path.map((name) => `${name}.`).join('');
  const taken = new Set(place.siblings.map((path) => path.join('.')));
  return [...program.labels.values()].flatMap((label) => {
    if (!label.path.startsWith(prefix) || taken.has(label.path)) return [];
    const rest = label.path.slice(prefix.length);
    return [
      {
        name: rest,
        kind: CompletionItemKind.EnumMember,
        detail: labelled.isUsed(label.path) ? 'label' : 'label, on nothing yet',
        ...(label.node.documentation === null ? {} : { documentation: () => label.node.documentation ?? '' }),
        text: rest.split('.').map(nameText).join('.'),
        tier: tierOf(label),
      },
    ];
  });
}

/** For `classify`: leaves before what has labels below it, and what nothing carries yet before the rest. */
export function classifiedLabels(request: CompletionRequest): readonly Candidate[] {
  const { program, labelled } = request;
  const parents = new Set([...program.labels.values()].map(({ parent }) => parent));
  return labelCandidates(request, (label) => (parents.has(label) ? 3 : labelled.isUsed(label.path) ? 2 : 1));
}
