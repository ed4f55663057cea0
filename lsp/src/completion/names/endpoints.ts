/** Operations of APIs: methods, path templates and operation ids. */
import { type ApiOperation, isApi, nameText, type Source } from '@dlpc/compiler';
import { quote } from '@dlpc/language';
import { CompletionItemKind } from 'vscode-languageserver/node';
import type { Candidate } from '../candidate.ts';
import type { CompletionRequest } from '../request.ts';
import { sourceOfBlock } from './sources.ts';

/** Methods that the API has, those asked for most first; what the statement has already is left out. */
export function methodCandidates({ place }: CompletionRequest, source: Source | null): readonly Candidate[] {
  const taken = new Set(place.siblings.map((path) => path.join('.')));
  const methods = [...new Set(operationsOf(source).map(({ method }) => method))].filter(
    (method) => !taken.has(method),
  );
  return methods
    .toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map((name) => ({ name, kind: CompletionItemKind.EnumMember, detail: 'method' }));
}

/** Path templates of the block's API that have one of the methods of the statement, each once. */
export function endpointCandidates(request: CompletionRequest): readonly Candidate[] {
  const methods = new Set(request.place.statement.map(({ text }) => text));
  const taken = new Set(request.place.siblings.map((path) => path.join('.')));
  return templates(operationsOf(sourceOfBlock(request)), methods).filter(({ name }) => !taken.has(name));
}

/** Paths as a request of a test has them: templates, whose parameters are still to be filled in. */
export function requestPathCandidates(
  { place }: CompletionRequest,
  source: Source | null,
): readonly Candidate[] {
  return templates(operationsOf(source), new Set(place.statement.slice(-1).map(({ text }) => text)));
}

export function operationCandidates(request: CompletionRequest): readonly Candidate[] {
  const taken = new Set(request.place.siblings.map((path) => path.join('.')));
  return operationsOf(sourceOfBlock(request)).flatMap(({ operationId, method, template }) => {
    if (operationId === null || taken.has(operationId)) return [];
    const detail = `${method} ${template.text}`;
    return [{ name: operationId, kind: CompletionItemKind.Method, detail, text: nameText(operationId) }];
  });
}

/** None for a database, and for an API whose document could not be read. */
export function operationsOf(source: Source | null): readonly ApiOperation[] {
  return source !== null && isApi(source) ? (source.api?.operations ?? []) : [];
}

const ORDER = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

function templates(operations: readonly ApiOperation[], methods: ReadonlySet<string>): readonly Candidate[] {
  const byPath = Map.groupBy(operations, ({ template }) => template.text);
  return [...byPath].map(([path, all]) => ({
    name: path,
    text: quote(path),
    kind: CompletionItemKind.Reference,
    detail: all.map(({ method }) => method).join(', '),
    documentation: () =>
      all
        .map(({ method, operationId }) => `- ${method}${operationId === null ? '' : `: \`${operationId}\``}`)
        .join('\n'),
    tier: all.some(({ method }) => methods.has(method)) ? 1 : 2,
  }));
}
