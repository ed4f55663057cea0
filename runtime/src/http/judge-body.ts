/**
 * What becomes of the body of a request. One in which something could stand that its caller does not see as it is, is read whole
 * before any of it goes on, and refused if such a thing is in it: it would be a mask, or a guess, written over the value.
 */
import type { OperationEntry, ShapeIndex } from '../abi.ts';
import { bodyMasker } from '../bodies/body-masker.ts';
import type { ValuePlans } from '../bodies/json/value-plan.ts';
import { type Judged, judgeMultipart } from '../bodies/multipart-judge.ts';
import { isGraphqlType } from './graphql.ts';
import { describedBody, formOf, type MediaType, readMediaType } from './media-type.ts';
import { type Problem, problems } from './problem.ts';
import type { ApiAccess } from './services.ts';

export type BodyPlan =
  | { readonly kind: 'none' }
  /** Goes on as it comes. */
  | { readonly kind: 'stream' }
  | { readonly kind: 'judge'; readonly type: MediaType; readonly shape: ShapeIndex }
  | { readonly kind: 'refuse'; readonly problem: Problem };

export function planBody(
  operation: OperationEntry,
  { plans, hidesSomething }: ApiAccess,
  headers: ReadonlyMap<string, string>,
  hasBody: boolean,
): BodyPlan {
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
  if (plans.of(body.shape).kind === 'pass') return { kind: 'stream' };
  const isCoded = !/^(?:identity)?$/i.test(headers.get('content-encoding') ?? '');
  return isCoded || judgeOf(type, plans, body.shape) === null
    ? { kind: 'refuse', problem: problems.bodyUnjudged(name) }
    : { kind: 'judge', type, shape: body.shape };
}

/** Why a body that came whole does not go on; null where it may. */
export function judgeBody(
  operation: OperationEntry,
  plans: ValuePlans,
  { type, shape }: { readonly type: MediaType; readonly shape: ShapeIndex },
  body: Buffer,
): Problem | null {
  const judged = judgeOf(type, plans, shape)?.(body) ?? { fault: 'its form is not known', touched: null };
  if (judged.fault !== null) return problems.bodyFault(judged.fault);
  return judged.touched === null
    ? null
    : problems.maskedField(`${operation.method} ${operation.path}`, judged.touched);
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
