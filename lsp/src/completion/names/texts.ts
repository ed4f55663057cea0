/** What stands in double quotes: groups that are known from elsewhere, time zones, paths of files, subjects. */
import { type Expression, type ObjectValue, quote, type TestDeclaration, visit } from '@dlpc/language';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';

/** Names of groups: those of conditions, approvals and callers of tests, the likeliest first. */
export function groupTexts(request: CompletionRequest): readonly Candidate[] {
  const { context, place } = request;
  const found = new Map<string, string>();
  const own = place.declaration[0]?.text === 'group' ? place.declaration[1]?.name : null;
  if (own !== null && own !== undefined) found.set(own, 'the name of the group');
  const taken = new Set(place.siblings.map((path) => path.join('.')));
  for (const { ast } of context.result.files)
    visit(ast, {
      BinaryExpression: ({ operator, left, right }) => {
        if (operator !== 'in' || !isGroups(right)) return;
        for (const text of textsIn(left)) found.set(text, 'named by a condition');
      },
      ApproveStatement: (node) => {
        for (const { value } of node.groups) found.set(value, 'approves elsewhere');
      },
      TestDeclaration: (node) => {
        for (const text of fieldTexts(node, 'groups'))
          found.set(text, found.get(text) ?? 'of a caller of a test');
      },
    });
  return textCandidates([...found].filter(([name]) => !taken.has(name)));
}

/** Who asks in other tests. */
export function subjectTexts({ context }: CompletionRequest): readonly Candidate[] {
  const found = new Map<string, string>();
  for (const { ast } of context.result.files)
    for (const declaration of ast.declarations)
      if (declaration.kind === 'TestDeclaration')
        for (const text of fieldTexts(declaration, 'sub')) found.set(text, 'asks in a test');
  return textCandidates([...found]);
}

export function timeZoneTexts(): readonly Candidate[] {
  return textCandidates(['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => [zone, 'time zone']));
}

/** Files whose names end in one of `endings`. */
export function fileTexts({ files }: CompletionRequest, endings: RegExp): readonly Candidate[] {
  return files
    .filter((file) => endings.test(file))
    .map((name) => ({ name, kind: CompletionItemKind.File, text: quote(name) }));
}

function textCandidates(texts: readonly (readonly [name: string, detail: string])[]): readonly Candidate[] {
  return texts.map(([name, detail]) => ({ name, kind: CompletionItemKind.Value, detail, text: quote(name) }));
}

function isGroups(expression: Expression): boolean {
  return expression.kind === 'MemberExpression' && expression.member.text === 'groups';
}

function textsIn(expression: Expression): readonly string[] {
  return expression.kind === 'StringLiteral' ? [expression.value] : [];
}

function fieldTexts({ caller }: TestDeclaration, key: string): readonly string[] {
  return caller.entries.flatMap((entry) => (entry.key.text === key ? texts(entry.value) : []));
}

function texts(value: ObjectValue): readonly string[] {
  if (value.kind === 'StringLiteral') return [value.value];
  return value.kind === 'ValueList' ? value.items.flatMap(texts) : [];
}
