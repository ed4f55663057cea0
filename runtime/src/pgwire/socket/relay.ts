/**
 * Two sockets and a session between them. Moves bytes at the pace of the slower side, and ends both when one ends. All
 * decisions are the session's; this knows no message but the goodbyes.
 */
import type { Socket } from 'node:net';
import { encodeFlush, encodeTerminate } from '../codec/encode-frontend.ts';
import { encodeError } from '../codec/error-fields.ts';
import { Framer } from '../codec/framer.ts';
import type { EndCause } from '../events.ts';
import type { EndReason } from '../serve.ts';
import { ClientSide } from '../session/client-side.ts';
import { ServerSide } from '../session/server-side.ts';
import type { SessionState } from '../session/session-state.ts';
import { closed, closeGently } from './close.ts';
import { Outbox } from './outbox.ts';
import type { ReadableChannel } from './taker.ts';

export interface RelaySetup {
  readonly client: Socket;
  readonly upstream: ReadableChannel;
  readonly state: SessionState;
  readonly maxInFlight: number;
  /** Asks the server to cancel what runs. Never rejects. */
  readonly cancel: () => Promise<void>;
}

/**
 * A server keeps up to 8 kB of answers to itself until it is asked to flush, 5 bytes or more each. Fewer requests than
 * that must not be all that is let through, or both sides wait for each other.
 */
const MIN_IN_FLIGHT = 2048;

/** What a client may send behind a statement that waits for people, before it is read no further. */
const MAX_BACKLOG_BYTES = 256 * 1024;

const FLUSH = encodeFlush();

/** How much of a session may wait for its record, in each direction. */
const MAX_HELD_BYTES = 1024 * 1024;

export class Relay {
  readonly #setup: RelaySetup;
  readonly #upstream: Socket;
  readonly #clientFramer: Framer;
  readonly #serverFramer: Framer;
  readonly #toServer: Outbox;
  readonly #toClient: Outbox;
  readonly #maxInFlight: number;
  /** Whether each side is read; neither is before the start. */
  #clientFlows = false;
  #upstreamFlows = false;
  #farewell: EndReason | null = null;
  #ending = false;
  readonly #finished = Promise.withResolvers<void>();
  readonly #onEnd: (cause: EndCause) => void;

  bytesFromClient = 0;
  bytesFromUpstream = 0;

  /** `onEnd` is called once, at the beginning of the end. */
  constructor(setup: RelaySetup, onEnd: (cause: EndCause) => void) {
    this.#setup = setup;
    this.#onEnd = onEnd;
    const { recorder } = setup.state;
    const common = { onGone: () => this.#adjustFlow(), onLost: () => this.#unrecorded() };
    this.#upstream = setup.upstream.socket;
    this.#toServer = new Outbox(this.#upstream, {
      ...{ ...common, lent: false, midMessage: () => this.#clientFramer.midMessage },
      keep: recorder === null ? null : (_, go) => recorder.forwarding(go),
    });
    this.#toClient = new Outbox(setup.client, {
      ...{ ...common, lent: setup.upstream.lends, midMessage: () => this.#serverFramer.midMessage },
      keep: recorder === null ? null : (bytes, go) => recorder.crossing(bytes, go),
    });
    if (recorder !== null) recorder.onRelief = () => this.#adjustFlow();
    const aside = { toClient: this.#toClient.add, wake: this.#wake };
    this.#clientFramer = new Framer(new ClientSide(setup.state, this.#toServer.add, aside));
    this.#serverFramer = new Framer(new ServerSide(setup.state, this.#toClient.add));
    this.#maxInFlight = Math.max(setup.maxInFlight, MIN_IN_FLIGHT);
  }

  /** Resolves when both sockets are closed. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** Begins to read both sockets, with what they hold already. */
  start(): void {
    const { client } = this.#setup;
    const upstream = this.#upstream;
    const clientGone = () => this.end('client', null);
    const upstreamGone = () => this.#upstreamGone();
    client.on('data', this.#fromClient).on('end', clientGone).on('close', clientGone);
    upstream.on('end', upstreamGone).on('close', upstreamGone);
    client.on('drain', this.#adjustFlow);
    upstream.on('drain', this.#adjustFlow);
    this.#setup.upstream.take(this.#fromUpstream);
    this.#adjustFlow();
    if (client.destroyed) clientGone();
    else if (upstream.destroyed) upstreamGone();
  }

  /**
   * Ends the session: tells the client `farewell`, unless it is in the middle of a message, cancels what runs upstream,
   * and closes both. Only the first call counts.
   */
  end(cause: EndCause, farewell: EndReason | null): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#end(cause, farewell).then(this.#finished.resolve, this.#finished.reject);
  }

  /** Ends the session as soon as it is idle. What waits for people is not waited for. */
  endWhenIdle(farewell: EndReason): void {
    this.#farewell = farewell;
    this.#endIfDrained();
  }

  /** What the client asked to cancel: the statement that waits for people, or what runs upstream. Never rejects. */
  async cancel(): Promise<void> {
    const hold = this.#setup.state.holding?.hold ?? null;
    if (hold === null) await this.#setup.cancel();
    else hold.withdraw('cancelled');
  }

  async #end(cause: EndCause, farewell: EndReason | null): Promise<void> {
    const { client, state, cancel } = this.#setup;
    const upstream = this.#upstream;
    this.#clientFramer.stop();
    this.#serverFramer.stop();
    state.holding?.hold?.withdraw(cause === 'client' ? 'client-gone' : 'session-ended');
    state.holding = null;
    const running = state.requests.length > 0 || this.#serverFramer.midMessage;
    client.off('drain', this.#adjustFlow);
    upstream.off('drain', this.#adjustFlow);
    this.#onEnd(cause);

    // Answers that wait for their record alone still reach a client that is there.
    const held = client.destroyed ? null : this.#toClient.settled;
    const closeClient = () => {
      const speak = farewell !== null && !this.#toClient.midMessage;
      closeGently(client, speak ? encodeError({ severity: 'FATAL', ...farewell }) : null);
    };
    if (held === null) closeClient();
    else void held.then(closeClient);
    // What the client asked before it said goodbye is still to be done.
    if (state.goodbye && this.#toServer.settled !== null) await this.#toServer.settled;
    const upstreamOpen = !upstream.destroyed && !upstream.readableEnded && !state.serverGone;
    // After a goodbye the server finishes what it was asked before, as it does for a client of its own.
    if (upstreamOpen && running && !state.goodbye) {
      upstream.destroy();
      await cancel();
    } else {
      closeGently(upstream, upstreamOpen && !state.goodbye ? encodeTerminate() : null);
    }
    await Promise.all([closed(client), closed(upstream)]);
    await state.recorder?.ended(cause);
  }

  /** Nothing goes on whose record could not be kept. */
  #unrecorded(): void {
    const message = 'the record of this session could not be kept';
    this.end('unrecorded', { sqlstate: '58030', message });
  }

  readonly #fromClient = (chunk: Buffer): void => {
    this.bytesFromClient += chunk.length;
    this.#clientFramer.push(chunk);
    this.#flushToServer();
    this.#afterPush();
  };

  readonly #fromUpstream = (chunk: Buffer): void => {
    // A direct channel has no listener that could be removed.
    if (this.#ending) return;
    this.bytesFromUpstream += chunk.length;
    this.#serverFramer.push(chunk);
    this.#toClient.flush();
    this.#resume();
    this.#afterPush();
  };

  /** A statement that waited for people may go on, or there is something to tell the client. */
  readonly #wake = (): void => {
    if (this.#ending) return;
    this.#toClient.flush();
    this.#resume();
    this.#afterPush();
  };

  /** A request of the client may have waited for an answer. */
  #resume(): void {
    const { state } = this.#setup;
    if (state.failure !== null || (!this.#clientFramer.waiting && state.toServer.length === 0)) return;
    // First, since what waits comes behind it.
    for (const bytes of state.toServer.splice(0)) this.#toServer.add(bytes);
    this.#clientFramer.resume();
    this.#flushToServer();
  }

  #flushToServer(): void {
    const { state } = this.#setup;
    if (state.wantsFlush) this.#toServer.add(FLUSH);
    state.wantsFlush = false;
    this.#toServer.flush();
  }

  #afterPush(): void {
    const { failure, goodbye } = this.#setup.state;
    if (failure !== null) this.end(failure.cause, failure);
    else if (goodbye) this.end('client', null);
    else {
      this.#endIfDrained();
      this.#adjustFlow();
    }
  }

  #endIfDrained(): void {
    const { idle, holding } = this.#setup.state;
    if (this.#farewell !== null && (idle || holding?.isOpen === true)) this.end('told', this.#farewell);
  }

  #upstreamGone(): void {
    // What it had to say, it has said itself.
    const silent = this.#setup.state.serverGone;
    const lost = { sqlstate: '08006', message: 'the connection to the database was lost' };
    this.end('upstream', silent ? null : lost);
  }

  /** A side is read only while the other takes what it says. */
  readonly #adjustFlow = (): void => {
    const { client, state } = this.#setup;
    const upstream = this.#upstream;
    if (this.#ending) return;
    const heard = !client.writableNeedDrain && this.#toClient.heldBytes < MAX_HELD_BYTES;
    if (heard !== this.#upstreamFlows) {
      this.#upstreamFlows = heard;
      setFlowing(upstream, heard);
    }
    // While people are asked, a client that goes away must be noticed: it is read on, but not without bound.
    const mayWait = state.holding !== null && this.#clientFramer.backlogBytes < MAX_BACKLOG_BYTES;
    const mayAsk = (!this.#clientFramer.waiting || mayWait) && state.requests.length < this.#maxInFlight;
    const mayHold = this.#toServer.heldBytes < MAX_HELD_BYTES && state.recorder?.congested !== true;
    const asked = mayAsk && mayHold && !upstream.writableNeedDrain;
    if (asked !== this.#clientFlows) {
      this.#clientFlows = asked;
      setFlowing(client, asked);
    }
  };
}

function setFlowing(socket: Socket, flowing: boolean): void {
  if (flowing) socket.resume();
  else socket.pause();
}
