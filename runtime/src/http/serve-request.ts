/** A request from its head to the end of its answer. Read {@link serveRequest} from top to bottom: it is the order of the judgement. */
import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { OperationEntry } from '../abi.ts';
import { Answer } from './answer.ts';
import { type AnswerClient, ClientResponse, type NodeResponse } from './client-response.ts';
import { heldRequest } from './hold-request.ts';
import { type BodyPlan, judgeBody, planBody } from './judge-body.ts';
import { judgeHead } from './judge-head.ts';
import type { Pace } from './pace.ts';
import { type Problem, problems } from './problem.ts';
import { readBody } from './read-body.ts';
import { RecordedClient } from './recorded-client.ts';
import { type FramedHead, readFraming } from './request-framing.ts';
import { requestHeaders } from './request-headers.ts';
import { RequestRecord } from './request-record.ts';
import type { RequestTrace } from './request-trace.ts';
import { hidesResource } from './resource.ts';
import type { AdmittedCaller, ApiAccess, ApiServices, HeldRequest } from './services.ts';
import { stayOpen } from './stay-open.ts';
import { UnderWay } from './under-way.ts';
import { isWatch } from './watch.ts';
import { writeTarget } from './write-target.ts';
import { notePiece } from './young-garbage.ts';

export type ClientRequest = IncomingMessage | Http2ServerRequest;

/** Never rejects. `mayContinue`: whether the client waits for a word before it sends its body (RFC 9110, section 10.1.1). */
export async function serveRequest(
  request: ClientRequest,
  response: NodeResponse,
  services: ApiServices,
  id: string,
  expectsContinue: boolean,
): Promise<void> {
  let client: AnswerClient = new ClientResponse(response);
  let user: string | null = null;
  let name: string | null = null;
  let record: RequestRecord | null = null;
  let trace: RequestTrace | null = null;
  // Until it is known where it ends.
  let mayHaveBody = true;
  const refuse = (problem: Problem): void => {
    // What is left of a body that nobody wants is not waited for.
    const closes = expectsContinue || (mayHaveBody && !request.complete);
    record?.refused(problem);
    client.problem(problem, services.challenges, closes);
    trace?.ended(problem.status, 'refused');
    services.onEvent({ kind: 'refused', id, user, operation: name, problem });
  };

  try {
    const framed = readFraming(request);
    if (typeof framed === 'string') return refuse(problems.framing(framed));
    const { headers } = framed;
    mayHaveBody = hasBodyOf(request, framed);
    const method = request.method ?? '';
    trace = services.trace?.({ id, method, headers }) ?? null;
    if (headers.has('upgrade')) return refuse(problems.upgrade());

    const admitted = services.admit(headers.get('authorization') ?? null, id);
    const admission = 'then' in admitted ? await admitted : admitted;
    if (!admission.ok) return refuse(admission.problem);
    const { caller } = admission;
    const { access } = caller;
    user = caller.user;
    trace?.enters('judge');

    const recorder = services.record(id, caller, request.socket.remoteAddress ?? '');
    if (recorder !== null) {
      const obstacle = recorder.obstacle();
      if (obstacle !== null) return refuse(obstacle);
      client = new RecordedClient(client, recorder);
      record = new RequestRecord(recorder, access, method, headers);
    }
    const judged = judgeHead(access, method, request.url ?? '', headers);
    name = judged.operation === null ? null : `${judged.operation.method} ${judged.operation.path}`;
    record?.judged(judged);
    if (judged.operation !== null) trace?.asksFor(judged.operation);
    if (judged.problem !== null) return refuse(judged.problem);
    const { operation, target, alerts, agreements } = judged;
    if (agreements.length > 0 && services.hold === null) return refuse(judged.needsAgreement());

    const plan = planBody(operation, access, headers, mayHaveBody);
    if (plan.kind === 'refuse') return refuse(plan.problem);
    const hides = hidesResource(operation, access);
    if (hides && (headers.has('if-match') || headers.has('if-unmodified-since')))
      return refuse(problems.precondition(name ?? ''));

    // What people agree to must be there when they are asked.
    const isHeld = agreements.length > 0;
    const isWhole = isHeld || record?.wantsBody(framed.contentLength) === true;
    const whole = isWhole && plan.kind === 'stream' ? WHOLE : plan;
    const body =
      whole.kind === 'none'
        ? NO_BODY
        : await bodyOf(request, response, {
            plan: whole,
            operation,
            access,
            services,
            expectsContinue,
          });
    if ('status' in body) return refuse(body);
    if (!client.isOpen) return trace?.ended(null, 'refused');

    const under = new UnderWay();
    const closed = services.open({ id, cut: () => under.cut(), drain: () => under.drain() }, caller);
    if (closed === null) return refuse(problems.busy());
    const close = () => {
      caller.meter.end();
      closed();
    };
    response.once('close', () => under.gone());
    if (isHeld) {
      trace?.enters('approval');
      const bytes = 'bytes' in body ? body.bytes : null;
      const held = heldRequest({ operation, target, headers, body: bytes }, access, agreements);
      const refusal =
        'status' in held ? held : await agreed(request, held, { caller, services, under, record });
      if (refusal !== null) {
        close();
        return refuse(refusal);
      }
    }
    const spent = under.isOver ? problems.ended() : caller.meter.begin();
    if (spent !== null) {
      close();
      return refuse(spent);
    }

    const answer = new Answer({
      ...{
        method,
        operation,
        caller,
        client,
        takesTrailers: takesTrailers(headers),
        isWatch: isWatch(method, target),
        isRecorded: record !== null,
        pace: services.pace,
      },
      onDone: (status, masked, bytes) => {
        close();
        trace?.ended(status, 'forwarded');
        services.onEvent({ kind: 'answered', id, user: caller.user, status, masked, bytes });
      },
      onProblem: (problem) => {
        close();
        refuse(problem);
      },
      onCut: (reason) => {
        close();
        trace?.ended(null, 'forwarded');
        services.onEvent({ kind: 'cut', id, user: caller.user, reason });
      },
    });
    under.answers(answer);
    if (record !== null) {
      if (!(await record.forwards('bytes' in body ? body.bytes : null)))
        return answer.withhold(problems.unrecorded(''));
      if (under.isOver) return;
    }
    services.onEvent({ kind: 'forwarded', id, user: caller.user, operation: name ?? '', alerts });
    const fields = requestHeaders(operation, headers, hides);
    if (!('bytes' in body) || body.bytes !== null) fields.push(...bodyFields(headers, framed, body));
    if ('stream' in body) watchStream(request, services.pace, answer);
    const unkept = () => answer.withhold(problems.unrecorded(''));
    const sent = 'bytes' in body ? body.bytes : (record?.streams(body.stream, unkept) ?? body.stream);
    services.upstream.send(
      { method, target: writeTarget(target), headers: trace?.forwards(fields) ?? fields, body: sent },
      trace?.follow(answer) ?? answer,
    );
  } catch (error) {
    record?.refused(problems.internal());
    client.problem(problems.internal(), [], true);
    trace?.ended(500, 'refused');
    services.onEvent({
      kind: 'failed',
      where: 'serving a request',
      error: error instanceof Error ? error : new Error(String(error)),
    });
  }
}

/** A body that goes on as it comes. While the API does not take what has come, nobody waits for the client. */
function watchStream(request: ClientRequest, pace: Pace, answer: Answer): void {
  const { socket } = request;
  const before = socket.bytesRead;
  const stop = pace.watch({
    isAwaited: () => request.readableLength === 0,
    moved: () => socket.bytesRead - before,
    end: () => answer.withhold(problems.bodySlow()),
  });
  request.once('end', stop);
  request.once('close', stop);
  // Who listens starts the stream, unless it is paused: only who sends it on may.
  request.pause();
  request.on('data', (piece: Buffer) => notePiece(piece.length));
}

/** RFC 9110, section 10.1.4. */
function takesTrailers(headers: ReadonlyMap<string, string>): boolean {
  const said = headers.get('te');
  return said?.split(',').some((each) => each.trim().toLowerCase() === 'trailers') === true;
}

/** HTTP/2 says the end of a request in its frames. */
function hasBodyOf(request: ClientRequest, framed: FramedHead): boolean {
  return 'stream' in request ? !request.stream.endAfterHeaders : framed.hasBody;
}

/** Of a body that nobody has to judge, but that people are shown. */
const WHOLE = { kind: 'whole' } as const;

/** Null once people have agreed to it: then it must go on at once. */
async function agreed(
  { socket }: ClientRequest,
  held: HeldRequest,
  {
    caller,
    services,
    under,
    record,
  }: { caller: AdmittedCaller; services: ApiServices; under: UnderWay; record: RequestRecord | null },
): Promise<Problem | null> {
  const hold = services.hold?.(held, caller);
  if (hold === undefined) return problems.internal();
  const release = stayOpen(socket, services.limits.idleMilliseconds);
  under.waits(hold);
  const refusal = await hold.settled;
  release();
  const told = hold.told();
  if (told !== null) record?.settled(told);
  if (refusal !== null) return refusal;
  if (under.isOver) return problems.ended();
  hold.begun();
  return null;
}

const NO_BODY = { bytes: null } as const;

type Body = { readonly bytes: Buffer | null } | { readonly stream: ClientRequest };

async function bodyOf(
  request: ClientRequest,
  response: NodeResponse,
  parts: {
    readonly plan: BodyPlan | typeof WHOLE;
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
  const bytes = await readBody(request, maxJudgedBytes, services.pace);
  if (bytes === 'too large') return problems.bodyTooLarge(maxJudgedBytes);
  if (bytes === 'too slow') return problems.bodySlow();
  if (bytes === 'broken') return problems.bodyFault('it ends too early');
  if (plan.kind === 'whole') return { bytes };
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
