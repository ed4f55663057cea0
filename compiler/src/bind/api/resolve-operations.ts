/** What an HTTP access names to operations of an API: methods on path templates, or operationIds. */
import {
  type ActionName,
  diagnostic,
  type HttpAccess,
  type OperationAccess,
  type StringLiteral,
} from '@dlpc/language';
import type { ApiOperation } from '../../openapi/model/api-model.ts';
import { type PathTemplate, parseTemplate, relate } from '../../openapi/model/path-template.ts';
import type { Report } from '../report.ts';
import { suggestName } from '../suggest.ts';
import type { ApiSource } from './api-source.ts';

export const METHODS: readonly string[] = [
  ...['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'],
];

/** A last segment that stands for one or more of any kind. */
const REST = '{rest}';

/** Lists of more names than this are no hint. */
const MOST_LISTED = 12;

export interface BoundOperations {
  readonly operations: readonly ApiOperation[];
  /** Whether all that was named is there. */
  readonly complete: boolean;
}

/** The operations that an access means; what means none is reported, unless the document is unknown. */
export function resolveOperations(
  source: ApiSource,
  access: HttpAccess | OperationAccess,
  report: Report,
): BoundOperations {
  if (source.api === null) return { operations: [], complete: false };
  return access.kind === 'OperationAccess'
    ? byName(source, source.api.operations, access, report)
    : byRequest(source, source.api.operations, access, report);
}

function byName(
  { name: source }: ApiSource,
  all: readonly ApiOperation[],
  { operations: names }: OperationAccess,
  report: Report,
): BoundOperations {
  const found = new Set<ApiOperation>();
  let complete = true;
  for (const { text, span } of names) {
    const operation = all.find(({ operationId }) => operationId === text);
    if (operation !== undefined) {
      found.add(operation);
      continue;
    }
    complete = false;
    const known = all.map(({ operationId }) => operationId).filter((id) => id !== null);
    const { nearest, extras } = suggestName(text, known, span, report);
    const listed = known.length > MOST_LISTED ? [] : known;
    report(diagnostic('unknown-operation', span, { source, name: text, nearest, known: listed }, extras));
  }
  return { operations: [...found], complete };
}

function byRequest(
  source: ApiSource,
  all: readonly ApiOperation[],
  { methods, paths }: HttpAccess,
  report: Report,
): BoundOperations {
  const known = methods.filter((method) => checkMethod(method, report));
  let complete = known.length === methods.length;
  const found = new Set<ApiOperation>();
  const used = new Set<ActionName>();
  for (const path of paths) {
    const onPath = operationsOn(source, all, path, report);
    if (onPath === null) complete = false;
    for (const method of known)
      for (const operation of onPath ?? [])
        if (operation.method === method.text) {
          found.add(operation);
          used.add(method);
        }
    if (onPath === null || known.length === 0) continue;
    if (!onPath.some(({ method }) => known.some(({ text }) => text === method))) {
      complete = false;
      report(diagnostic('no-such-method', path.span, { path: path.value, methods: methodsOf(onPath) }));
    }
  }
  // A method that is on none of the paths would say nothing.
  for (const method of complete ? known : [])
    if (!used.has(method)) {
      complete = false;
      const onAny = paths.flatMap((path) => operationsOn(source, all, path, null) ?? []);
      const params = { path: paths.map(({ value }) => value).join(', '), methods: methodsOf(onAny) };
      report(diagnostic('no-such-method', method.span, params));
    }
  return { operations: [...found], complete };
}

function checkMethod({ text, span }: ActionName, report: Report): boolean {
  if (METHODS.includes(text)) return true;
  const upper = text.toUpperCase();
  const { nearest, extras } = METHODS.includes(upper)
    ? { nearest: upper, extras: { fix: { title: `Write \`${upper}\``, edits: [{ span, newText: upper }] } } }
    : suggestName(text, METHODS, span, report);
  report(diagnostic('unknown-method', span, { name: text, nearest, known: METHODS }, extras));
  return false;
}

/** Operations on the paths that a rule's template means; null where there are none. */
function operationsOn(
  { name: source }: ApiSource,
  all: readonly ApiOperation[],
  { value, span }: StringLiteral,
  report: Report | null,
): readonly ApiOperation[] | null {
  const template = parseTemplate(value);
  if (typeof template === 'string') {
    report?.(diagnostic('malformed-path', span, { path: value, reason: template }));
    return null;
  }
  const found = all.filter((operation) => isMeant(template, operation.template));
  if (found.length > 0) return found;
  if (report !== null) {
    const known = new Set(all.map((operation) => operation.template.text));
    const nearest = report.nearest(value, known);
    const fix = { title: `Write \`${nearest}\``, edits: [{ span, newText: JSON.stringify(nearest) }] };
    report(
      diagnostic('unknown-path', span, { source, name: value, nearest }, nearest === null ? {} : { fix }),
    );
  }
  return null;
}

/** The same template, whatever its parameters are called; or one that begins like it, behind which is anything. */
function isMeant(template: PathTemplate, operation: PathTemplate): boolean {
  if (!template.text.endsWith(`/${REST}`)) return relate(template, operation) === 'same';
  const { segments } = template;
  const start = segments.slice(0, -1);
  if (operation.segments.length < segments.length) return false;
  const same = { text: '', segments: operation.segments.slice(0, start.length) };
  return start.length === 0 || relate({ text: '', segments: start }, same) === 'same';
}

function methodsOf(operations: readonly ApiOperation[]): readonly string[] {
  return [...new Set(operations.map(({ method }) => method))];
}
