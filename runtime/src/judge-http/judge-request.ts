/**
 * The decision on an HTTP request: its route, then the policies that apply to its caller. deny > approve > allow, and deny is
 * what is left. Pure: no socket, no clock, no body; bodies are treated by the {@link FieldView} of the same policies.
 */
import type { Approval, Effect, HttpMatcher, OperationEntry, PolicyIndex, RuleIndex } from '../abi.ts';
import type { PolicySet } from '../judge/decide/decide.ts';
import { rememberedOfTwo } from '../judge/remembered.ts';
import type { FieldView } from './field-view.ts';
import { findRoute } from './find-route.ts';
import { readTarget, type Target } from './read-target.ts';
import { type RequestDenial, requestDenials } from './request-denials.ts';

/** A request before its body. */
export interface RequestHead {
  /** As it came; methods are told apart by case. */
  readonly method: string;
  /** Path and query as they came (the origin form). */
  readonly target: string;
  /** By the names of the header fields, in lower case. */
  readonly headers: Pick<ReadonlySet<string>, 'has'>;
}

export interface RequestDecision {
  readonly effect: Effect;
  /** Null where the request belongs to none. */
  readonly operation: OperationEntry | null;
  /** What the client is told; null where the request is allowed. */
  readonly denial: RequestDenial | null;
  /** The rules that say so; none for what nobody allows, and for what is refused whatever they say. */
  readonly rules: readonly RuleIndex[];
  /** Each must be given; none unless the effect is `approve`. */
  readonly approvals: readonly (Approval & { readonly rule: RuleIndex })[];
  /** Rules that want somebody to be told, once the request is let through. */
  readonly alerts: readonly RuleIndex[];
}

/** A decision on one request. */
export interface JudgedRequest extends RequestDecision {
  /** As it was read; null unless it belongs to an operation. */
  readonly target: Target | null;
}

/** The policies of a source that apply to a caller at an instant, and what they show of fields. */
export interface CallerPolicies {
  readonly applicable: PolicySet;
  readonly view: FieldView;
}

/** Judges a request without its body. */
export function judgeRequest(
  matcher: HttpMatcher,
  { applicable, view }: CallerPolicies,
  { method, target, headers }: RequestHead,
): JudgedRequest {
  const refuse = (denial: RequestDenial): JudgedRequest => ({ ...denied(denial), target: null });
  if (applicable.links.some((link) => link.size === 0))
    return refuse(requestDenials.noPolicy(matcher.source));
  const read = readTarget(target);
  if (typeof read === 'string') return refuse(requestDenials.target(read));
  const route = findRoute(matcher.routes, method, read.segments);
  if (route === 'ambiguous') return refuse(requestDenials.ambiguousRoute());
  const operation = route === 'none' || route.operation === null ? null : matcher.operations[route.operation];
  if (operation == null) return refuse(requestDenials.noRoute(matcher.source, shownMethod(method)));

  const decision = decisionOf(applicable, operation);
  const refused = decision.effect === 'deny' ? null : refusedParameter(operation, read, headers, view);
  return refused === null ? { ...decision, target: read } : { ...denied(refused), operation, target: read };
}

/** What the rules that apply say of an operation, whatever is sent to it; over the links of a delegation, the strictest. */
export function judgeOperation(operation: OperationEntry, { links }: PolicySet): RequestDecision {
  const [first, ...others] = links.map((link) => judgeFor(operation, link));
  return first === undefined
    ? denied(requestDenials.operation(nameOf(operation)))
    : others.reduce(stricter, first);
}

/** The same for every request to one operation by callers to whom the same policies apply. */
const decisionOf = rememberedOfTwo((applicable: PolicySet, operation: OperationEntry) =>
  judgeOperation(operation, applicable),
);

/** Of two that do not deny, whatever either asks approval for needs it, and whoever wants to be told is told. */
function stricter(a: RequestDecision, b: RequestDecision): RequestDecision {
  if (a.effect === 'deny') return a;
  if (b.effect === 'deny') return b;
  const alerts = [...new Set([...a.alerts, ...b.alerts])];
  if (a.effect === 'allow' || b.effect === 'allow') return { ...(a.effect === 'allow' ? b : a), alerts };
  const known = new Set(a.rules);
  const approvals = [...a.approvals, ...b.approvals.filter(({ rule }) => !known.has(rule))];
  const rules = [...new Set([...a.rules, ...b.rules])];
  return {
    ...a,
    denial: requestDenials.needsApproval(nameOf(a.operation), approvals.map(approvers)),
    approvals,
    rules,
    alerts,
  };
}

function judgeFor(operation: OperationEntry, applicable: ReadonlySet<PolicyIndex>): RequestDecision {
  const applies = ({ policy }: { readonly policy: PolicyIndex }) => applicable.has(policy);
  const said = operation.rules.filter(applies);
  const effect = EFFECTS.find((each) => said.some((rule) => rule.effect === each)) ?? 'deny';
  const rules = said.filter((rule) => rule.effect === effect);
  const approvals = rules.flatMap(({ approval, rule }) => (approval === null ? [] : [{ ...approval, rule }]));
  const name = nameOf(operation);
  const denial = {
    deny: requestDenials.operation(name),
    approve: requestDenials.needsApproval(name, approvals.map(approvers)),
    allow: null,
  }[effect];
  return {
    effect,
    operation,
    denial,
    rules: rules.map(({ rule }) => rule),
    approvals,
    alerts: effect === 'deny' ? [] : operation.alerts.filter(applies).map(({ rule }) => rule),
  };
}

/** `DELETE /customers/{id}` */
function nameOf(operation: OperationEntry | null): string {
  return operation === null ? '' : `${operation.method} ${operation.path}`;
}

/** In the order in which they win. */
const EFFECTS: readonly Effect[] = ['deny', 'approve', 'allow'];

/**
 * Why a request's parameters are refused; null where they are not. A value that its caller sees masked finds rows by what they
 * hold, and a parameter that nobody describes may be one of those.
 */
function refusedParameter(
  operation: OperationEntry,
  { query }: Target,
  headers: RequestHead['headers'],
  view: FieldView,
): RequestDenial | null {
  const name = nameOf(operation);
  const described = operation.parameters.filter((parameter) => parameter.in === 'query');
  for (const sent of query)
    if (!described.some((parameter) => parameter.name === sent)) return requestDenials.unknownParameter(name);
  for (const parameter of operation.parameters) {
    const isSent = {
      path: true,
      query: query.has(parameter.name),
      header: headers.has(parameter.name.toLowerCase()),
      cookie: headers.has('cookie'),
    }[parameter.in];
    if (isSent && parameter.shape !== null && view.hidesWhole(parameter.shape))
      return requestDenials.maskedParameter(name, parameter.name);
  }
  return null;
}

function denied(denial: RequestDenial): RequestDecision {
  return { effect: 'deny', operation: null, denial, rules: [], approvals: [], alerts: [] };
}

/** A method is a short word; what is none is not repeated. */
function shownMethod(method: string): string {
  return /^[A-Za-z]{1,16}$/.test(method) ? method : 'that was sent';
}

/** Who must agree, for people: `"dba"`, `2 of "dba", "security"`. */
function approvers({ by, people }: Approval): string {
  const groups = by.map((group) => JSON.stringify(group)).join(', ');
  return people === 1 ? groups : `${people} of ${groups}`;
}
