/**
 * One answer on its way to the client: from what the API sends to what the caller may see of it. The head waits until the body is known
 * to be readable as far as a first piece of it goes, so that most faults still become a problem document; what fails later is cut off, which no
 * client takes for the end.
 */
import type { Transform } from 'node:stream';
import type { OperationEntry } from '../abi.ts';
import type { AnswerClient, StoredBody } from './client-response.ts';
import { decoderOf, isBomb } from './decode-body.ts';
import { OutputFramer } from './frame-output.ts';
import type { Pace } from './pace.ts';
import { type AnswerPlan, describedResponse, planAnswer } from './plan-answer.ts';
import { type Problem, problems } from './problem.ts';
import { hidesResource } from './resource.ts';
import { type ResponseHeaders, responseHeaders, trailerNames } from './response-headers.ts';
import type { AdmittedCaller } from './services.ts';
import { storedBody } from './stored-body.ts';
import type { AnswerHandler, Exchange } from './upstream.ts';
import { notePiece } from './young-garbage.ts';

export interface AnswerParts {
  readonly method: string;
  readonly operation: OperationEntry;
  readonly caller: AdmittedCaller;
  readonly client: AnswerClient;
  /** Whether the client reads fields behind a body. */
  readonly takesTrailers: boolean;
  /** Whether it asked for changes as they happen; see watch.ts. */
  readonly isWatch: boolean;
  /** Whether what crosses goes on record. */
  readonly isRecorded: boolean;
  readonly pace: Pace;
  /** The answer is over: it went out whole. */
  readonly onDone: (status: number, masked: boolean, bytes: number) => void;
  /** Nothing of it went out; this goes in its place. */
  readonly onProblem: (problem: Problem) => void;
  /** It had begun, and was cut off. */
  readonly onCut: (reason: string) => void;
}

export class Answer implements AnswerHandler {
  readonly #parts: AnswerParts;
  #exchange: Exchange | null = null;
  #plan: AnswerPlan = { kind: 'empty' };
  #decoder: Transform | null = null;
  #status = 0;
  #stored: StoredBody = null;
  #headers: [string, string][] = [];
  /** Names of the trailers that pass. */
  #trailers: readonly string[] = [];
  /** The trailers that came. */
  #late: readonly (readonly [string, string])[] = [];
  #framer = new OutputFramer(false);
  #hasBegun = false;
  #isOver = false;
  #received = 0;
  #decoded = 0;
  #sent = 0;
  #stopPacing: () => void = () => undefined;

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  begun(exchange: Exchange): void {
    this.#exchange = exchange;
    if (this.#isOver) exchange.abort();
  }

  head(status: number, headers: ResponseHeaders): void {
    if (this.#isOver) return;
    const { method, operation, caller, takesTrailers, isWatch, isRecorded } = this.#parts;
    const response = describedResponse(operation, status);
    const contentType = single(headers['content-type']);
    this.#status = status;
    this.#plan = planAnswer(operation, response, caller.access, { method, status, contentType, isWatch });
    const isMasked = this.#plan.kind !== 'pass';
    // What passes packed cannot be looked into.
    const isPacked = !isMasked && decoderOf(single(headers['content-encoding'])) !== 'identity';
    if (isRecorded && !isPacked) this.#stored = storedBody(response, contentType, status, caller.access);
    const hides = hidesResource(operation, caller.access);
    this.#headers = responseHeaders(headers, response, caller.access, { isMasked, hides });
    if (takesTrailers && method !== 'HEAD' && this.#plan.kind !== 'empty')
      this.#trailers = trailerNames(headers, response, caller.access, { isMasked, hides });
    if (this.#trailers.length > 0) this.#headers.push(['trailer', this.#trailers.join(', ')]);
    if (this.#plan.kind === 'withhold') {
      this.#replace(this.#plan.problem);
      return;
    }
    if (this.#plan.kind === 'pass') {
      const length = single(headers['content-length']);
      // With a length, HTTP/1.1 has nothing behind the body.
      if (length !== null && this.#trailers.length === 0) this.#headers.push(['content-length', length]);
      if (isWatch || contentType?.startsWith('text/event-stream') === true) this.#beginAlone();
      return;
    }
    if (this.#plan.kind === 'empty') return;
    const decoder = decoderOf(single(headers['content-encoding']));
    if (decoder === null) {
      this.#replace(problems.answerFault('its content coding is not known'));
      return;
    }
    if (decoder !== 'identity') this.#decode(decoder);
    if (!this.#plan.streams) return;
    this.#framer = new OutputFramer(true);
    this.#beginAlone();
  }

  data(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#received += chunk.length;
    if (this.#plan.kind === 'pass') this.#emit(chunk);
    else if (this.#decoder === null) this.#mask(chunk);
    else if (!this.#decoder.write(chunk)) this.#exchange?.pause();
  }

  end(trailers: ResponseHeaders): void {
    if (this.#isOver) return;
    this.#late = this.#trailers.flatMap((name) => {
      const value = single(trailers[name]);
      return value === null ? [] : [[name, value] as const];
    });
    if (this.#decoder === null) this.#finish();
    else this.#decoder.end();
  }

  failed(isTimeout: boolean, reason: string): void {
    if (this.#isOver) return;
    if (this.#hasBegun) {
      this.cut(reason);
      return;
    }
    this.#replace(
      isTimeout
        ? problems.upstreamSlow()
        : this.#status === 0
          ? problems.upstreamUnreachable()
          : problems.upstreamBroken(),
    );
  }

  /** Nothing was asked of the API: this goes in place of its answer. */
  withhold(problem: Problem): void {
    if (!this.#isOver) this.#replace(problem);
  }

  /** Ends what is under way, whatever was sent. */
  cut(reason: string): void {
    if (this.#isOver) return;
    this.#close();
    this.#parts.client.cut(reason);
    this.#parts.onCut(reason);
  }

  #decode(decoder: Transform): void {
    this.#decoder = decoder;
    decoder.on('data', (chunk: Buffer) => {
      this.#decoded += chunk.length;
      if (isBomb(this.#received, this.#decoded)) this.#fault('it unpacks to far more than it is');
      else this.#mask(chunk);
    });
    decoder.on('drain', () => this.#exchange?.resume());
    decoder.on('end', () => this.#finish());
    decoder.on('error', () => this.#fault('its content coding is broken'));
  }

  #mask(chunk: Buffer): void {
    if (this.#isOver || this.#plan.kind !== 'mask') return;
    const { masker } = this.#plan;
    for (const piece of masker.push(chunk)) this.#put(piece);
    if (masker.fault !== null) this.#fault(masker.fault);
  }

  #finish(): void {
    if (this.#isOver) return;
    if (this.#plan.kind === 'mask') {
      const { masker } = this.#plan;
      const pieces = masker.end();
      if (masker.fault !== null) {
        this.#fault(masker.fault);
        return;
      }
      for (const piece of pieces) this.#put(piece);
    }
    const rest = this.#framer.rest();
    const isBodiless = this.#parts.method === 'HEAD' || this.#status === 204 || this.#status === 304;
    if (!this.#hasBegun && !isBodiless && this.#plan.kind !== 'pass' && this.#trailers.length === 0)
      this.#headers.push(['content-length', String(rest.length)]);
    if (!this.#spend(rest)) return;
    this.#isOver = true;
    this.#parts.client.end(rest, this.#late);
    this.#parts.onDone(this.#status, this.#plan.kind !== 'pass', this.#sent);
  }

  #put(bytes: Buffer): void {
    for (const piece of this.#framer.push(bytes)) this.#emit(piece);
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#parts.client.head(this.#status, this.#headers, this.#stored);
  }

  /** The head of what comes one by one, perhaps much later. */
  #beginAlone(): void {
    this.#begin();
    this.#parts.client.flushHead();
  }

  /** Sends a piece, and the head before the first one; not beyond the budget. */
  #emit(piece: Buffer): void {
    if (this.#isOver || !this.#spend(piece)) return;
    if (piece.length > 0) this.#write(piece);
  }

  /** Whether a piece may go out now: its head has. */
  #spend(piece: Buffer): boolean {
    const over = piece.length === 0 ? null : this.#parts.caller.meter.bytes(piece.length);
    if (over !== null) {
      if (this.#hasBegun) this.cut('a budget is used up');
      else this.#replace(over);
      return false;
    }
    if (!this.#hasBegun) this.#begin();
    this.#sent += piece.length;
    notePiece(piece.length);
    return true;
  }

  /** A client that does not read stops the API, and the decoder between them. */
  #write(piece: Buffer): void {
    const { client, pace } = this.#parts;
    if (client.write(piece)) return;
    this.#stopPacing = pace.watch({
      isAwaited: () => true,
      moved: () => piece.length,
      end: () => this.cut('the client reads too slowly'),
    });
    const { decoder, exchange } = { decoder: this.#decoder, exchange: this.#exchange };
    if (decoder === null) exchange?.pause();
    else decoder.pause();
    client.onceDrained(() => {
      this.#stopPacing();
      if (decoder === null) exchange?.resume();
      else decoder.resume();
    });
  }

  #fault(reason: string): void {
    if (this.#hasBegun) this.cut(reason);
    else this.#replace(problems.answerFault(reason));
  }

  #replace(problem: Problem): void {
    this.#close();
    this.#parts.onProblem(problem);
  }

  #close(): void {
    this.#isOver = true;
    this.#stopPacing();
    this.#exchange?.abort();
    this.#decoder?.destroy();
  }
}

/** Of a field that must stand once; several are none that is known. */
function single(value: string | readonly string[] | undefined): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : value.join(',');
}
