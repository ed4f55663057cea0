/**
 * What becomes of the body of a request. One in which something could stand that its caller does not see as it is, is read whole
 * before any of it goes on, and refused if such a thing is in it: it would be a mask, or a guess, written over the value.
 */
import type { OperationEntry, ShapeIndex } from '../abi.ts';
import { bodyMasker } from '../bodies/body-masker.ts';
import { judgeJsonPatch } from '../bodies/json/json-patch.ts';
import type { ValuePlans } from '../bodies/json/value-plan.ts';
import { type Judged, judgeMultipart } from '../bodies/multipart-judge.ts';
import { isGraphqlType } from './graphql.ts';
import { describedBody, formOf, type MediaType, readMediaType } from './media-type.ts';
import { type Problem, problems } from './problem.ts';
import { resourceBodies } from './resource.ts';
import type { ApiAccess } from './services.ts';

export type BodyPlan =
  | { readonly kind: 'none' }
  /** Goes on as it comes. */
  | { readonly kind: 'stream' }
  | {
      readonly kind: 'judge';
      readonly type: MediaType;
      readonly shape: ShapeIndex;
      /** What a patch changes, where something in it is hidden; none for other bodies. */
      readonly patched: readonly ShapeIndex[];
    }
  | { readonly kind: 'refuse'; readonly problem: Problem };

export function planBody(
  operation: OperationEntry,
  access: ApiAccess,
  headers: ReadonlyMap<string, string>,
  hasBody: boolean,
): BodyPlan {
  const { plans, hidesSomething } = access;
  if (!hasBody) return { kind: 'none' };
  const name = `${operation.method} ${operation.path}`;
  if (operation.request.length === 0) return { kind: 'refuse', problem: problems.noBody(name) };
  const type = readMediaType(headers.get('content-type') ?? '');
  if (type !== null && isGraphqlType(type.name)) return { kind: 'refuse', problem: problems.graphql() };
  const body = type === null ? null : describedBody(operation.request, type.name);
  if (type === null || body === null) return { kind: 'refuse', problem: problems.bodyType(name) };
  if (!hidesSomething) return { kind: 'stream' };
  // What nobody described may be anything.
  if (body.shape === null) return { kind: 'refuse', problem: problems.bodyUnjudged(name) };
  const patched = patchedShapes(type, operation, access);
  if (patched === null) return { kind: 'refuse', problem: problems.bodyUnjudged(name) };
  if (plans.of(body.shape).kind === 'pass' && patched.length === 0) return { kind: 'stream' };
  const isCoded = !/^(?:identity)?$/i.test(headers.get('content-encoding') ?? '');
  return isCoded || judgeOf(type, plans, body.shape) === null
    ? { kind: 'refuse', problem: problems.bodyUnjudged(name) }
    : { kind: 'judge', type, shape: body.shape, patched };
}

/** RFC 6902: what it names is of the resource, whatever its own description says. */
const JSON_PATCH = 'application/json-patch+json';

/** RFC 7396 and the merges of the Kubernetes API: a part of the resource, to be put over it. */
const MERGE = /^application\/(?:merge-patch|strategic-merge-patch|apply-patch)\+/;

/** What a patch changes, where something in it is hidden; null where nobody knows what it changes. */
function patchedShapes(
  { name }: MediaType,
  operation: OperationEntry,
  access: ApiAccess,
): readonly ShapeIndex[] | null {
  if (name !== JSON_PATCH && !MERGE.test(name)) return [];
  const shapes: ShapeIndex[] = [];
  for (const { shape } of resourceBodies(access, operation)) {
    if (shape === null) return null;
    if (access.plans.of(shape).kind !== 'pass') shapes.push(shape);
  }
  const isUnknown = resourceBodies(access, operation).length === 0;
  return isUnknown && name === JSON_PATCH ? null : shapes;
}

/** Why a body that came whole does not go on; null where it may. */
export function judgeBody(
  operation: OperationEntry,
  plans: ValuePlans,
  { type, shape, patched }: Omit<Extract<BodyPlan, { kind: 'judge' }>, 'kind'>,
  body: Buffer,
): Problem | null {
  const judge = (as: ShapeIndex): Judged =>
    judgeOf(type, plans, as)?.(body) ?? { fault: 'its form is not known', touched: null };
  // Its own description may name nothing that is hidden, and be wide of what a patch looks like.
  const own = plans.of(shape).kind === 'pass' ? [] : [judge(shape)];
  const judgements =
    type.name === JSON_PATCH
      ? [...own, judgeJsonPatch(body, plans, patched)]
      : [...own, ...patched.map(judge)];
  for (const { fault, touched } of judgements) {
    if (fault !== null) return problems.bodyFault(fault);
    if (touched !== null) return problems.maskedField(`${operation.method} ${operation.path}`, touched);
  }
  return null;
}

/** Null for a form in which nothing can be looked for. */
function judgeOf(type: MediaType, plans: ValuePlans, shape: ShapeIndex): ((body: Buffer) => Judged) | null {
  const form = formOf(type);
  if (form === 'multipart') {
    const boundary = type.parameters.get('boundary') ?? '';
    if (!BOUNDARY.test(boundary) || type.parameters.size > 1) return null;
    return (body) => judgeMultipart(body, boundary, plans, shape);
  }
  const masker = bodyMasker(form, plans, shape);
  if (masker === null) return null;
  return (body) => {
    masker.push(body);
    masker.end();
    return masker;
  };
}

/** RFC 2046, section 5.1.1. */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=?]{1,70}$/;
