/**
 * Looks through a body of `multipart/form-data` (RFC 7578) for what its caller must not send. Each part is a property; what it may hold says the
 * schema: a text, a JSON value, or a file, which passes where nothing labelled stands in it. Parts that two readers could tell apart in two
 * ways are refused, since it is another one that reads them.
 */
import type { ShapeIndex } from '../abi.ts';
import { JsonMasker } from './json/json-masker.ts';
import { DROP, KIND, type ValuePlan, type ValuePlans } from './json/value-plan.ts';
import type { BodyMasker } from './masking.ts';
import { type Part, readParts } from './multipart-parts.ts';
import { maskText } from './text-value.ts';

/** What a judgement finds; see {@link BodyMasker}. */
export type Judged = Pick<BodyMasker, 'fault' | 'touched'>;

const SCALARS = KIND.string | KIND.number | KIND.boolean;

const FAIR: Judged = { fault: null, touched: null };

/** `boundary`: as its media type says it. */
export function judgeMultipart(body: Buffer, boundary: string, plans: ValuePlans, shape: ShapeIndex): Judged {
  const parts = readParts(body, boundary);
  if (typeof parts === 'string') return { fault: parts, touched: null };
  const whole = plans.of(shape);
  let touched: string | null = null;
  for (const part of parts) {
    const named = whole.kind === 'walk' ? whole.keys.named(part.name) : undefined;
    const inner = whole.kind === 'walk' ? (named?.value ?? whole.additional) : null;
    // Of several parts with one name, each is an item.
    const plan = inner === null ? DROP : plans.of(plans.itemOf(inner));
    const judged = judgePart(part, plan, plans);
    if (judged.fault !== null) return judged;
    if (judged.touched !== null) touched ??= named?.name ?? '';
  }
  return { fault: null, touched };
}

function judgePart({ content, mediaType, isFile }: Part, plan: ValuePlan, plans: ValuePlans): Judged {
  if (isJson(mediaType) || holdsJson(plan)) {
    const masker = new JsonMasker(plans, plan);
    masker.push(content);
    masker.end();
    return masker;
  }
  // A file has no type that JSON knows.
  if (plan.kind === 'pass' && isFile) return FAIR;
  return { fault: null, touched: maskText(plan, content.toString()).isTouched ? '' : null };
}

function isJson(mediaType: string | null): boolean {
  return mediaType !== null && /^application\/(?:[\w.-]+\+)?json\b/i.test(mediaType);
}

/** Objects are sent as JSON, also where the part does not say so (OpenAPI, Encoding Object). */
function holdsJson(plan: ValuePlan): boolean {
  return plan.kind === 'walk' || (plan.kind === 'pass' && (plan.kinds & SCALARS) === 0);
}
