/**
 * Which header fields and trailers of an answer come back from the API. A list of what is known, since a field that nobody describes may hold
 * what a body must not. Pure.
 */
import type { ResponseEntry, ShapeIndex } from '../abi.ts';
import type { TextSearch } from '../bodies/masking.ts';
import { remembered, rememberedOfTwo } from '../judge/remembered.ts';
import type { ApiAccess } from './services.ts';

/** Fields of answers that say nothing of what a body holds. */
const RESPONSE: ReadonlySet<string> = new Set([
  ...['allow', 'content-language', 'date', 'retry-after', 'deprecation', 'sunset', 'vary', 'x-request-id'],
  ...['x-correlation-id', 'ratelimit', 'ratelimit-policy', 'ratelimit-limit', 'ratelimit-remaining'],
  ...['ratelimit-reset', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
]);

/** Fields between two neighbours (RFC 9110, section 7.6.1), and those that the proxy says itself. */
const HOP: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te'],
  ...['trailer', 'transfer-encoding', 'upgrade', 'content-length', 'alt-svc', 'cache-control', 'set-cookie'],
  ...['www-authenticate', 'x-content-type-options', 'server', 'x-powered-by', 'http2-settings'],
]);

export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What an answer is, as far as its fields tell of it. */
export interface AnswerTraits {
  /** Its body is not the API's own. */
  readonly isMasked: boolean;
  /** Something is hidden in what its path answers, of whose version it may speak. */
  readonly hides: boolean;
}

/** Names and values in turn, but for those that say how long a body is. */
export function responseHeaders(
  headers: ResponseHeaders,
  response: ResponseEntry | null,
  access: ViewOfFields,
  traits: AnswerTraits,
): [string, string][] {
  const { isMasked, hides } = traits;
  const listed = connectionOptions(headers.connection);
  const plans = fieldPlans(access, response ?? UNDESCRIBED)[isMasked ? 'masked' : 'own'][
    hides ? 'hiding' : 'open'
  ];
  const kept: [string, string][] = [];
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined || listed.has(name)) continue;
    const plan = plans.get(name) ?? plannedField(plans, name, access, response, traits);
    if (plan === 'left out') continue;
    if (typeof value === 'string') {
      if (plan === 'passes' || !plan.holds(value)) kept.push([name, value]);
    } else {
      for (const each of value) if (plan === 'passes' || !plan.holds(each)) kept.push([name, each]);
    }
  }
  kept.push(['cache-control', isMasked ? 'no-store' : cacheControl(headers['cache-control'])]);
  kept.push(['x-content-type-options', 'nosniff']);
  return kept;
}

type ViewOfFields = Pick<ApiAccess, 'view' | 'plans' | 'hidesSomething'>;

/** What becomes of a field of an answer: with a search, each value passes in which nothing is found. */
type FieldPlan = 'left out' | 'passes' | TextSearch;

/** Names that are remembered of one description: an API may make up any number. */
const MOST_PLANNED = 64;

const UNDESCRIBED: ResponseEntry = { status: 'default', bodies: [], headers: [] };

/** By the traits of an answer, then by the names of fields. */
const fieldPlans = rememberedOfTwo((_access: ViewOfFields, _response: ResponseEntry) => {
  const newPlans = () => new Map<string, FieldPlan>();
  return {
    masked: { hiding: newPlans(), open: newPlans() },
    own: { hiding: newPlans(), open: newPlans() },
  };
});

function plannedField(
  plans: Map<string, FieldPlan>,
  name: string,
  access: ViewOfFields,
  response: ResponseEntry | null,
  traits: AnswerTraits,
): FieldPlan {
  const plan = planField(name, access, response, traits);
  if (plans.size < MOST_PLANNED) plans.set(name, plan);
  return plan;
}

function planField(
  name: string,
  { view, plans, hidesSomething }: ViewOfFields,
  response: ResponseEntry | null,
  { isMasked, hides }: AnswerTraits,
): FieldPlan {
  if (HOP.has(name) || name.startsWith('access-control-')) return 'left out';
  const shape = response === null ? undefined : shapesOf(response).get(name);
  const isHidden = shape == null ? hidesSomething && !isPlain(name, isMasked) : view.hidesWhole(shape);
  // What is said of the API's own bytes is not true of others.
  if (isHidden || (isMasked && OF_BYTES.has(name)) || (hides && OF_VERSION.has(name))) return 'left out';
  return plans.searchOf(shape ?? null) ?? 'passes';
}

/** Of the fields that a document describes, by their names. */
const shapesOf = remembered(
  ({ headers }: ResponseEntry): ReadonlyMap<string, ShapeIndex | null> =>
    new Map(headers.map(({ name, shape }) => [name, shape])),
);

/**
 * Names of the trailers that pass (RFC 9110, section 6.5): of those that an answer announces, the ones that its document describes as fields. What
 * says how a message is to be framed, routed or read counts for nothing where it comes late.
 */
export function trailerNames(
  headers: ResponseHeaders,
  response: ResponseEntry | null,
  { view }: Pick<ApiAccess, 'view'>,
  { isMasked, hides }: AnswerTraits,
): readonly string[] {
  const announced = connectionOptions(headers.trailer);
  return (response?.headers ?? []).flatMap(({ name, shape }) => {
    const isLate = HOP.has(name) || name === 'content-type' || name.startsWith('access-control-');
    const isHidden = shape === null || view.hides(shape);
    const isUntrue = (isMasked && OF_BYTES.has(name)) || (hides && OF_VERSION.has(name));
    return announced.has(name) && !isLate && !isHidden && !isUntrue ? [name] : [];
  });
}

/** Said of the bytes of one representation (RFC 9110, section 8; RFC 9530). */
const OF_BYTES: ReadonlySet<string> = new Set([
  ...[
    'accept-ranges',
    'content-digest',
    'content-encoding',
    'content-md5',
    'content-range',
    'digest',
    'etag',
  ],
  ...['last-modified', 'repr-digest', 'signature', 'signature-input', 'want-digest'],
]);

/** Said of what stands at the path, by what it holds, also where the answer itself holds something else. */
const OF_VERSION: ReadonlySet<string> = new Set(['etag', 'last-modified', 'repr-digest']);

function isPlain(name: string, isMasked: boolean): boolean {
  return RESPONSE.has(name) || name === 'content-type' || (!isMasked && OF_BYTES.has(name));
}

/** An answer is its caller's own: no cache between here and there may give it to others. */
function cacheControl(value: string | readonly string[] | undefined): string {
  const said = typeof value === 'string' ? value : (value ?? []).join(', ');
  if (/\bno-store\b/i.test(said)) return 'no-store';
  const age = /\bmax-age=(\d{1,9})\b/i.exec(said)?.[1];
  const rest = /\bno-cache\b/i.test(said) || age === undefined ? 'no-cache' : `max-age=${age}`;
  return `private, ${rest}`;
}

const NO_OPTIONS: ReadonlySet<string> = new Set();

function connectionOptions(value: string | readonly string[] | undefined): ReadonlySet<string> {
  // Names no field.
  if (value === undefined || value === 'keep-alive') return NO_OPTIONS;
  const text = typeof value === 'string' ? value : (value ?? []).join(',');
  return new Set(text.split(',').map((option) => option.trim().toLowerCase()));
}
