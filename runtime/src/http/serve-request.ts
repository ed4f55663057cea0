/** A request from its head to the end of its answer. Read {@link serveRequest} from top to bottom: it is the order of the judgement. */
import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { OperationEntry, RuleIndex } from '../abi.ts';
import { judgeRequest } from '../judge-http/judge-request.ts';
import { readTarget, type Target } from '../judge-http/read-target.ts';
import { Answer } from './answer.ts';
import { ClientResponse, type NodeResponse } from './client-response.ts';
import { requestHeaders } from './forwarded-headers.ts';
import { type BodyPlan, judgeBody, planBody } from './judge-body.ts';
import { hidesAnswer } from './plan-answer.ts';
import { type Problem, problems } from './problem.ts';
import { readBody } from './read-body.ts';
import { type FramedHead, readFraming } from './request-framing.ts';
import type { ApiAccess, ApiServices } from './services.ts';
import { writeTarget } from './write-target.ts';

export type ClientRequest = IncomingMessage | Http2ServerRequest;

/** Never rejects. `mayContinue`: whether the client waits for a word before it sends its body (RFC 9110, section 10.1.1). */
export async function serveRequest(
  request: ClientRequest,
  response: NodeResponse,
  services: ApiServices,
  id: string,
  expectsContinue: boolean,
): Promise<void> {
  const client = new ClientResponse(response);
  let user: string | null = null;
  let name: string | null = null;
  const refuse = (problem: Problem): void => {
    // What is left of a body that nobody wants is not waited for.
    const closes = !request.complete || expectsContinue;
    client.problem(problem, services.challenges, closes);
    services.onEvent({ kind: 'refused', id, user, operation: name, problem });
  };

  try {
    const framed = readFraming(request);
    if (typeof framed === 'string') return refuse(problems.framing(framed));
    const { headers } = framed;
    if (headers.has('upgrade')) return refuse(problems.upgrade());

    const admission = await services.admit(headers.get('authorization') ?? null, id);
    if (!admission.ok) return refuse(admission.problem);
    const { caller } = admission;
    const { access } = caller;
    user = caller.user;

    const method = request.method ?? '';
    const judged = judgeHead(access, method, request.url ?? '', headers);
    name = judged.operation === null ? null : `${judged.operation.method} ${judged.operation.path}`;
    if (judged.problem !== null) return refuse(judged.problem);
    const { operation, target, alerts } = judged;

    const hasBody = hasBodyOf(request, framed);
    const plan = planBody(operation, access, headers, hasBody);
    if (plan.kind === 'refuse') return refuse(plan.problem);
    const hides = hidesAnswer(operation, access);
    if (hides && (headers.has('if-match') || headers.has('if-unmodified-since')))
      return refuse(problems.precondition(name ?? ''));

    const body = await bodyOf(request, response, { plan, operation, access, services, expectsContinue });
    if ('status' in body) return refuse(body);
    const spent = caller.meter.begin();
    if (spent !== null) return refuse(spent);
    if (!client.isOpen) return;

    const answer = new Answer({
      ...{ method, operation, caller, client },
      onDone: (status, masked, bytes) => {
        close?.();
        services.onEvent({ kind: 'answered', id, user: caller.user, status, masked, bytes });
      },
      onProblem: (problem) => {
        close?.();
        refuse(problem);
      },
      onCut: (reason) => {
        close?.();
        services.onEvent({ kind: 'cut', id, user: caller.user, reason });
      },
    });
    const close = services.open({ id, cut: () => answer.cut('the proof of who asks has ended') }, caller);
    if (close === null) return refuse(problems.busy());
    response.once('close', () => answer.cut('the client is gone'));
    services.onEvent({ kind: 'forwarded', id, user: caller.user, operation: name ?? '', alerts });
    const fields = requestHeaders(operation, headers, hides);
    const sent = 'bytes' in body ? body.bytes : body.stream;
    if (sent !== null) fields.push(...bodyFields(headers, framed, body));
    services.upstream.send({ method, target, headers: fields, body: sent }, answer);
  } catch (error) {
    client.problem(problems.internal(), [], true);
    services.onEvent({
      kind: 'failed',
      where: 'serving a request',
      error: error instanceof Error ? error : new Error(String(error)),
    });
  }
}

type JudgedHead =
  | {
      readonly problem: null;
      readonly operation: OperationEntry;
      /** What is sent in place of what came. */
      readonly target: string;
      readonly alerts: readonly string[];
    }
  | { readonly problem: Problem; readonly operation: OperationEntry | null };

function judgeHead(
  access: ApiAccess,
  method: string,
  url: string,
  headers: ReadonlyMap<string, string>,
): JudgedHead {
  const names = new Set(headers.keys());
  const decision = judgeRequest(access.matcher, access, { method, target: url, headers: names });
  const { denial, operation, rules } = decision;
  if (denial !== null || operation === null) {
    const said = denial ?? problems.internal();
    const { status, message, hint } = said;
    return { problem: { status, message, hint, rules: ruleTexts(access, rules) }, operation };
  }
  const read: Target | string = readTarget(url);
  if (typeof read === 'string') return { problem: problems.framing(read), operation };
  if (isGraphql(operation)) return { problem: problems.graphql(), operation };
  return { problem: null, operation, target: writeTarget(read), alerts: ruleTexts(access, decision.alerts) };
}

/** One operation that holds all others, and tells nobody which one is meant. */
function isGraphql({ path }: OperationEntry): boolean {
  return /(?:^|\/)(?:graphql|gql|graphiql)\/?$/i.test(path);
}

function ruleTexts({ matcher }: ApiAccess, rules: readonly RuleIndex[]): readonly string[] {
  return rules.flatMap((index) => {
    const rule = matcher.rules[index];
    if (rule === undefined) return [];
    const policy = matcher.policies[rule.policy]?.name ?? '';
    return [`policy ${policy}, ${rule.file}:${rule.line}: ${rule.text}`];
  });
}

/** HTTP/2 says the end of a request in its frames. */
function hasBodyOf(request: ClientRequest, framed: FramedHead): boolean {
  return 'stream' in request ? !request.stream.endAfterHeaders : framed.hasBody;
}

type Body = { readonly bytes: Buffer | null } | { readonly stream: ClientRequest };

async function bodyOf(
  request: ClientRequest,
  response: NodeResponse,
  parts: {
    readonly plan: BodyPlan;
    readonly operation: OperationEntry;
    readonly access: ApiAccess;
    readonly services: ApiServices;
    readonly expectsContinue: boolean;
  },
): Promise<Body | Problem> {
  const { plan, operation, access, services, expectsContinue } = parts;
  if (plan.kind === 'none' || plan.kind === 'refuse') return { bytes: null };
  if (expectsContinue) response.writeContinue();
  if (plan.kind === 'stream') return { stream: request };
  const { maxJudgedBytes } = services.limits;
  const bytes = await readBody(request, maxJudgedBytes);
  if (bytes === 'too large') return problems.bodyTooLarge(maxJudgedBytes);
  if (bytes === 'broken') return problems.bodyFault('it ends too early');
  return judgeBody(operation, access.plans, plan, bytes) ?? { bytes };
}

function bodyFields(
  headers: ReadonlyMap<string, string>,
  { contentLength }: FramedHead,
  body: Body,
): readonly string[] {
  const fields: string[] = [];
  const type = headers.get('content-type');
  if (type !== undefined) fields.push('content-type', type);
  const coding = headers.get('content-encoding');
  if ('stream' in body && coding !== undefined) fields.push('content-encoding', coding);
  if ('bytes' in body && body.bytes !== null) fields.push('content-length', String(body.bytes.length));
  else if (contentLength !== null) fields.push('content-length', String(contentLength));
  return fields;
}
