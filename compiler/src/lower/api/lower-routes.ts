/** The routes of an API: which requests are of which operation, the more specific one first. */
import type { RouteEntry } from '@dlpc/runtime/abi';
import type { ApiOperation } from '../../openapi/model/api-model.ts';
import { type PathTemplate, relate } from '../../openapi/model/path-template.ts';

/** `operations` as the matcher numbers them. Between two of the same method, no request can choose: that was checked. */
export function lowerRoutes(operations: readonly ApiOperation[]): readonly RouteEntry[] {
  const routes = operations.map(({ method, template }, operation) => ({ method, template, operation }));
  const all: { method: string; template: PathTemplate; operation: number | null }[] = [
    ...routes,
    ...withoutMethod(operations),
  ];
  return all
    .sort((a, b) => weight(b.template) - weight(a.template) || compare(textOf(a), textOf(b)))
    .map(({ method, template, operation }) => ({ method, segments: template.segments, operation }));
}

/**
 * A path of the document that has not a method which a wider one has. A server that knows the path answers for it, so that
 * the request is none of the wider path's.
 */
function withoutMethod(operations: readonly ApiOperation[]) {
  const paths = Map.groupBy(operations, ({ template }) => template.text);
  const missing = new Map<string, { method: string; template: PathTemplate; operation: null }>();
  for (const [text, here] of paths) {
    const [first] = here;
    if (first === undefined) continue;
    const methods = new Set(here.map(({ method }) => method));
    for (const { method, template } of operations)
      if (!methods.has(method) && relate(first.template, template) === 'narrower')
        missing.set(`${method} ${text}`, { method, template: first.template, operation: null });
  }
  return missing.values();
}

/** Greater for a template than for any wider one: a literal weighs more than a part of one, and that more than none. */
function weight({ segments }: PathTemplate): number {
  return segments.reduce((sum, segment) => {
    if (segment.length === 1) return sum + 2;
    return segment.join('') === '' ? sum : sum + 1;
  }, 0);
}

function textOf({ method, template }: { readonly method: string; readonly template: PathTemplate }): string {
  return `${template.text} ${method}`;
}

/** By UTF-16 unit, not by locale: the order must be the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
