/** What becomes of the body of an answer, by its status and media type. Pure; a body that nobody described is withheld. */
import type { OperationEntry, ResponseEntry } from '../abi.ts';
import { bodyMasker } from '../bodies/body-masker.ts';
import type { BodyMasker } from '../bodies/masking.ts';
import { remembered, rememberedOfTwo } from '../judge/remembered.ts';
import { type BodyForm, describedBody, formOf, readMediaType } from './media-type.ts';
import { type Problem, problems } from './problem.ts';
import type { ApiAccess } from './services.ts';

export type AnswerPlan =
  /** Byte for byte. */
  | { readonly kind: 'pass' }
  /** `streams`: its pieces are events, and wait for nobody. */
  | { readonly kind: 'mask'; readonly masker: BodyMasker; readonly streams: boolean }
  /** The status without a body. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'withhold'; readonly problem: Problem };

const PARTIAL = 206;

/**
 * The description that a status belongs to: the exact one, its class, then `default`. A part that nobody described by itself is one of
 * what 200 would bring (RFC 9110, section 15.3.7).
 */
export function describedResponse({ responses }: OperationEntry, status: number): ResponseEntry | null {
  const known = byStatus(responses);
  const exact = known.get(String(status)) ?? (status === PARTIAL ? known.get('200') : undefined);
  return exact ?? known.get(`${Math.floor(status / 100)}XX`) ?? known.get('default') ?? null;
}

/** The first of each status. */
const byStatus = remembered(
  (responses: readonly ResponseEntry[]): ReadonlyMap<string, ResponseEntry> =>
    new Map(responses.map((response) => [response.status, response] as const).reverse()),
);

/** Whether any answer of the operation holds what the caller does not see as it is. */
export function hidesAnswer(operation: OperationEntry, access: ApiAccess): boolean {
  return access.hidesSomething && hidesAny(access, operation);
}

const hidesAny = rememberedOfTwo(({ view }: ApiAccess, { responses }: OperationEntry) =>
  responses.some(({ bodies, headers }) =>
    [...bodies, ...headers].some(({ shape }) => shape === null || view.hides(shape)),
  ),
);

export function planAnswer(
  operation: OperationEntry,
  response: ResponseEntry | null,
  access: ApiAccess,
  {
    method,
    status,
    contentType,
    isWatch = false,
  }: { method: string; status: number; contentType: string | null; isWatch?: boolean },
): AnswerPlan {
  if (!access.hidesSomething) return { kind: 'pass' };
  if (method === 'HEAD' || status === 204 || status === 304) return { kind: 'empty' };
  const type = contentType === null ? null : readMediaType(contentType);
  const body = type === null || response === null ? null : describedBody(response.bodies, type.name);
  if (type === null || body === null || body.shape === null) {
    if (status >= 400) return { kind: 'withhold', problem: problems.errorWithheld(status) };
    if (status >= 300) return { kind: 'empty' };
    // Without a body there is nothing that could have been described.
    if (type === null) return { kind: 'mask', masker: nothing(), streams: false };
    return { kind: 'withhold', problem: problems.answerUndescribed(nameOf(operation)) };
  }
  const plan = access.plans.of(body.shape);
  if (plan.kind === 'pass') return { kind: 'pass' };
  // Nobody sees where in a representation a part begins; it is not asked for where something is masked.
  if (status === PARTIAL) return { kind: 'withhold', problem: problems.answerPart(nameOf(operation)) };
  const form = isWatch && formOf(type) === 'json' ? 'json-lines' : formOf(type);
  const masker = bodyMasker(form, access.plans, body.shape);
  if (masker === null)
    return {
      kind: 'withhold',
      problem: problems.answerUnmaskable(nameOf(operation), maskableTypes(response, form)),
    };
  return { kind: 'mask', masker, streams: form === 'events' || form === 'json-lines' };
}

function nameOf({ method, path }: OperationEntry): string {
  return `${method} ${path}`;
}

/** What else could be asked for. */
function maskableTypes(response: ResponseEntry | null, refused: BodyForm): readonly string[] {
  return (response?.bodies ?? []).flatMap(({ mediaType }) => {
    const type = readMediaType(mediaType);
    const form = type === null ? 'other' : formOf(type);
    return form === 'other' || form === 'multipart' || form === refused ? [] : [mediaType];
  });
}

/** A body that must be none. */
function nothing(): BodyMasker {
  let fault: string | null = null;
  return {
    get fault() {
      return fault;
    },
    touched: null,
    push: (chunk) => {
      if (chunk.length > 0) fault = 'it has no media type';
      return [];
    },
    end: () => [],
  };
}
