/**
 * Where requests for approval lie until they are settled, each with exactly one outcome. One process has the desk: everything that happens to a
 * request happens here, one after the other. Knows nothing of who carries the questions and decisions.
 */
import { randomBytes } from 'node:crypto';
import type { ApprovalEvent } from './approval-event.ts';
import { type ApprovalRequest, withinOf } from './approval-request.ts';
import type { ApprovalService, HeldRequest, HoldListener } from './approval-service.ts';
import type { ApprovalStore, StoredRequest, Vote } from './approval-store.ts';
import { type Approver, eligibility, type Ineligible, maySee, personOf } from './approver.ts';
import type { Outcome } from './outcome.ts';

export interface DeskParts {
  readonly store: ApprovalStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back after so many milliseconds, unless it is cancelled. */
  readonly after: (milliseconds: number, action: () => void) => { cancel(): void };
  /** Must not throw. */
  readonly onEvent: (event: ApprovalEvent) => void;
  /** Requests that may be open at a time, of all callers and of one. */
  readonly maxOpen: number;
  readonly maxOpenOfOne: number;
}

export interface Decision {
  readonly decision: 'approve' | 'deny';
  readonly reason: string | null;
}

export type Decided =
  /** `waitsFor`: how many people still have to agree. */
  | { readonly ok: true; readonly outcome: Outcome | null; readonly waitsFor: number }
  | {
      readonly ok: false;
      readonly why: Ineligible | 'unknown' | 'settled' | 'already' | 'not-recorded';
      readonly outcome: Outcome | null;
    };

/** Requests that are looked through for those that somebody may see; older ones are found by their identifier. */
const MAX_LOOKED_THROUGH = 2_000;

interface Open {
  readonly id: string;
  readonly request: ApprovalRequest;
  readonly expiresAt: number;
  readonly listener: HoldListener;
  /** Of those who agreed so far. */
  votes: readonly { readonly vote: Vote; readonly stands: () => boolean }[];
  timer: { cancel(): void };
}

export class ApprovalDesk implements ApprovalService {
  readonly #parts: DeskParts;
  readonly #open = new Map<string, Open>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** How many are open. */
  get openCount(): number {
    return this.#open.size;
  }

  hold(request: ApprovalRequest, listener: HoldListener): HeldRequest {
    const { store, now, after, onEvent } = this.#parts;
    const id = randomBytes(6).toString('hex');
    const askedAt = now();
    const milliseconds = withinOf(request) * 1000;
    const expiresAt = askedAt + milliseconds;
    const problem = this.#full(request);
    if (problem !== null) {
      listener.settled({ kind: 'refused', problem });
      return NOTHING_HELD;
    }
    try {
      store.add(id, request, askedAt, expiresAt);
    } catch (error) {
      onEvent({ kind: 'not-recorded', id, request, problem: sentenceOf(error) });
      listener.settled({ kind: 'refused', problem: 'the request cannot be put on record' });
      return NOTHING_HELD;
    }
    const timer = after(milliseconds, () => this.#settle(id, { kind: 'expired' }));
    this.#open.set(id, { id, request, expiresAt, listener, votes: [], timer });
    onEvent({ kind: 'asked', id, request, expiresAt });
    listener.asked({ id, expiresAt });
    return {
      withdraw: (why) => this.#settle(id, { kind: 'withdrawn', why }),
      used: () => this.#use(id, request),
    };
  }

  /** What somebody decides. Exactly one decision settles a request; all later ones are told what it was. */
  decide(id: string, approver: Approver, { decision, reason }: Decision): Decided {
    const { store, now, onEvent } = this.#parts;
    const open = this.#open.get(id);
    const known = open?.request ?? store.find(id)?.request;
    // Whoever may not see it is not told that it is there.
    if (known === undefined || !maySee(approver, known)) return refusedWith('unknown');
    if (open === undefined) return { ...refusedWith('settled'), outcome: store.find(id)?.outcome ?? null };
    const { request } = open;
    // A timer comes late on a machine that slept, or whose clock was set.
    if (now() >= open.expiresAt) {
      this.#settle(id, { kind: 'expired' });
      return { ...refusedWith('settled'), outcome: { kind: 'expired' } };
    }
    const eligible = eligibility(approver, request);
    if (!eligible.ok) return refusedWith(eligible.why);
    const { subject, stands } = approver;
    const vote: Vote = { subject, decision, reason, at: now(), fulfils: eligible.fulfils };
    try {
      this.#dropVoid(open);
      const person = personOf(subject);
      if (decision === 'approve' && open.votes.some((each) => personOf(each.vote.subject) === person))
        return refusedWith('already');
      const votes = [...open.votes.map((each) => each.vote), vote];
      const waitsFor = decision === 'deny' ? 0 : missingPeople(request, votes);
      if (waitsFor > 0) {
        store.addVote(id, vote);
        open.votes = [...open.votes, { vote, stands }];
        onEvent({ kind: 'agreed', id, request, by: subject, reason });
        return { ok: true, outcome: null, waitsFor };
      }
      const outcome: Outcome =
        decision === 'deny'
          ? { kind: 'rejected', by: subject, reason: reason ?? '' }
          : {
              kind: 'approved',
              by: votes.map((each) => each.subject),
              reasons: votes.map((each) => each.reason),
            };
      // On record first: nothing runs that is not known to be approved.
      if (!store.settle(id, outcome, vote.at, vote)) throw new Error('the record has it settled already');
      this.#close(open, outcome);
      return { ok: true, outcome, waitsFor: 0 };
    } catch (error) {
      onEvent({ kind: 'not-recorded', id, request, problem: sentenceOf(error) });
      return refusedWith('not-recorded');
    }
  }

  /** Null where it is not there, or not for the eyes of who asks. */
  find(id: string, approver: Approver): StoredRequest | null {
    const stored = this.#parts.store.find(id);
    return stored !== null && maySee(approver, stored.request) ? stored : null;
  }

  /** What who asks may see, the newest first. */
  list(which: 'open' | 'all', approver: Approver, limit: number): readonly StoredRequest[] {
    const { store, maxOpen } = this.#parts;
    const looked = store.list(which, which === 'open' ? maxOpen : MAX_LOOKED_THROUGH);
    return looked.filter(({ request }) => maySee(approver, request)).slice(0, limit);
  }

  /** Nobody waits any more. */
  close(): void {
    for (const id of [...this.#open.keys()]) this.#settle(id, { kind: 'withdrawn', why: 'stopped' });
    this.#parts.store.close();
  }

  /** Who agreed and was offboarded before it was settled does not count: what they agreed to, whoever took their name over may have. */
  #dropVoid(open: Open): void {
    const { id, request, votes } = open;
    for (const { vote, stands } of votes) {
      if (stands()) continue;
      this.#parts.store.removeVote(id, vote.subject);
      open.votes = open.votes.filter((each) => each.vote !== vote);
      this.#parts.onEvent({ kind: 'agreement-void', id, request, by: vote.subject });
    }
  }

  #full({ requester }: ApprovalRequest): string | null {
    const { maxOpen, maxOpenOfOne } = this.#parts;
    if (this.#open.size >= maxOpen) return 'too many requests for approval are open already';
    const own = [...this.#open.values()].filter(
      ({ request }) => request.requester.subject === requester.subject,
    );
    return own.length >= maxOpenOfOne ? 'too many requests of yours wait for approval already' : null;
  }

  /** By anything but an approval: what cannot be put on record is settled all the same, since it lets nothing through. */
  #settle(id: string, outcome: Extract<Outcome, { kind: 'expired' | 'withdrawn' }>): void {
    const { store, now, onEvent } = this.#parts;
    const open = this.#open.get(id);
    if (open === undefined) return;
    try {
      store.settle(id, outcome, now(), null);
    } catch (error) {
      onEvent({ kind: 'not-recorded', id, request: open.request, problem: sentenceOf(error) });
    }
    this.#close(open, outcome);
  }

  #close(open: Open, outcome: Outcome): void {
    const { id, request, listener, timer } = open;
    this.#open.delete(id);
    timer.cancel();
    this.#parts.onEvent({ kind: 'settled', id, request, outcome });
    listener.settled(outcome);
  }

  #use(id: string, request: ApprovalRequest): void {
    const { store, now, onEvent } = this.#parts;
    try {
      if (store.use(id, now())) onEvent({ kind: 'used', id, request });
    } catch (error) {
      onEvent({ kind: 'not-recorded', id, request, problem: sentenceOf(error) });
    }
  }
}

const NOTHING_HELD: HeldRequest = { withdraw: () => undefined, used: () => undefined };

/** People are counted, once for each requirement. */
function missingPeople({ requirements }: ApprovalRequest, votes: readonly Vote[]): number {
  const missing = requirements.map(({ people }, index) => {
    const agreed = new Set(
      votes
        .filter(({ decision, fulfils }) => decision === 'approve' && fulfils.includes(index))
        .map(({ subject }) => personOf(subject)),
    );
    return Math.max(0, people - agreed.size);
  });
  return Math.max(...missing);
}

function refusedWith(why: Extract<Decided, { ok: false }>['why']): Extract<Decided, { ok: false }> {
  return { ok: false, why, outcome: null };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : 'for an unknown reason';
}
