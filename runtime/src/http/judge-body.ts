/**
 * What becomes of the body of a request. One in which something could stand that its caller does not see as it is, is read whole
 * before any of it goes on, and refused if such a thing is in it: it would be a mask, or a guess, written over the value.
 */
import type { OperationEntry, ShapeIndex } from '../abi.ts';
import { bodyMasker } from '../bodies/body-masker.ts';
import type { ValuePlans } from '../bodies/json/value-plan.ts';
import { type BodyForm, describedBody, formOf, readMediaType } from './media-type.ts';
import { type Problem, problems } from './problem.ts';
import type { ApiAccess } from './services.ts';

export type BodyPlan =
  | { readonly kind: 'none' }
  /** Goes on as it comes. */
  | { readonly kind: 'stream' }
  | { readonly kind: 'judge'; readonly form: BodyForm; readonly shape: ShapeIndex }
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
  if (type !== null && /graphql/.test(type.name)) return { kind: 'refuse', problem: problems.graphql() };
  const body = type === null ? null : describedBody(operation.request, type.name);
  if (type === null || body === null) return { kind: 'refuse', problem: problems.bodyType(name) };
  if (!hidesSomething) return { kind: 'stream' };
  // What nobody described may be anything.
  if (body.shape === null) return { kind: 'refuse', problem: problems.bodyUnjudged(name) };
  if (plans.of(body.shape).kind === 'pass') return { kind: 'stream' };
  const form = formOf(type);
  const isCoded = !/^(?:identity)?$/i.test(headers.get('content-encoding') ?? '');
  if (isCoded || bodyMasker(form, plans, body.shape) === null)
    return { kind: 'refuse', problem: problems.bodyUnjudged(name) };
  return { kind: 'judge', form, shape: body.shape };
}

/** Why a body that came whole does not go on; null where it may. */
export function judgeBody(
  operation: OperationEntry,
  plans: ValuePlans,
  { form, shape }: { readonly form: BodyForm; readonly shape: ShapeIndex },
  body: Buffer,
): Problem | null {
  const masker = bodyMasker(form, plans, shape);
  if (masker === null) return problems.bodyFault('its form is not known');
  masker.push(body);
  masker.end();
  if (masker.fault !== null) return problems.bodyFault(masker.fault);
  return masker.touched === null
    ? null
    : problems.maskedField(`${operation.method} ${operation.path}`, masker.touched);
}
