/**
 * A session as spans: one for itself, from its opening to its end, and one for each statement, a trace of its own, or part of the one that a comment of
 * sqlcommenter names. Below a statement stand the judgement, the wait for people, the server's work and the time to its first message. Names and attributes follow
 * OpenTelemetry's conventions for databases. No statement text, no value, no name of a person.
 */
import type { EndCause } from '../../pgwire/events.ts';
import type {
  HeldStatement,
  Hold,
  HoldListener,
  QueryProtocol,
  SessionGate,
  Verdict,
} from '../../pgwire/gate.ts';
import type { SessionTrace, TracedRequest } from '../../pgwire/session-trace.ts';
import { type TraceContext, traceOfStatement } from '../../telemetry/trace-context.ts';
import type { Span, Tracer } from '../../telemetry/tracer.ts';
import { statementKind } from './statement-kind.ts';

/** From and until when, by the clock of the tracer; `to` is null while it lasts. */
interface Stretch {
  readonly from: number;
  to: number | null;
}

/** What was seen of a statement before it goes to the server. */
interface Pending {
  readonly from: number;
  judged: Stretch | null;
  approval: Stretch | null;
  parent: TraceContext | null;
  kind: string;
}

/** A statement that the server is at, or will be. */
interface UnderWay {
  readonly span: Span;
  readonly upstream: Span;
  readonly from: number;
  hasBegun: boolean;
  isError: boolean;
}

type ForwardVerdict = Extract<Verdict, { kind: 'forward' }>;

/** Portals of a session that are told apart; what is beyond is `OTHER`. */
const MOST_PORTALS = 1_000;
const OTHER = 'OTHER';
/** What a server never answers, because it read COPY data instead, is let go of when the session ends. */
const MOST_UNDER_WAY = 10_000;

/** Ends that are nobody's fault. */
const ORDINARY: ReadonlySet<EndCause> = new Set(['client', 'told', 'expired', 'probe']);

export class TracedSession implements SessionTrace {
  readonly #tracer: Tracer;
  readonly #about: Readonly<Record<string, string>>;
  readonly #session: Span | null;
  readonly #connect: Span | null;
  readonly #underWay = new Map<number, UnderWay>();
  readonly #kinds = new WeakMap<ForwardVerdict, string>();
  readonly #portals = new Map<string, string>();
  #pending: Pending | null = null;

  constructor(tracer: Tracer, { session, source }: { readonly session: string; readonly source: string }) {
    this.#tracer = tracer;
    this.#about = { 'db.system.name': 'postgresql', 'db.namespace': source, 'dlp.session.id': session };
    this.#session = tracer.begin(null, {
      name: `session ${source}`,
      kind: 'server',
      attributes: this.#about,
    });
    this.#connect =
      this.#session?.child({ name: 'connect', kind: 'client', attributes: this.#about }) ?? null;
  }

  /** The gate of the session, whose judgements and holds are noted. The server is connected. */
  gate(gate: SessionGate): SessionGate {
    this.#connect?.end();
    const hold = gate.hold?.bind(gate);
    return {
      get revision() {
        return gate.revision;
      },
      judge: (text, protocol, types) => this.#judge(gate, text, protocol, types),
      meter: () => gate.meter?.() ?? null,
      ...(hold === undefined ? {} : { hold: (held, listener) => this.#hold(hold, held, listener) }),
      recordLevel: () => gate.recordLevel?.() ?? 'none',
      isUnlabelled: (relation, column) => gate.isUnlabelled?.(relation, column) ?? false,
      hidesOrigin: (relation, column) => gate.hidesOrigin?.(relation, column) ?? false,
    };
  }

  binds(portal: string, verdict: ForwardVerdict): void {
    if (this.#portals.size >= MOST_PORTALS) this.#portals.clear();
    this.#portals.set(portal, this.#kinds.get(verdict) ?? OTHER);
  }

  executes(portal: string): void {
    this.#wait().kind = this.#portals.get(portal) ?? OTHER;
  }

  sent(request: TracedRequest): void {
    switch (request.kind.name) {
      case 'query':
      case 'execute':
      case 'deniedQuery':
      case 'deniedExtended':
        this.#begin(request, this.#wait());
        return;
      case 'bind':
        this.#wait();
        return;
      case 'sync':
        // What was only prepared or described.
        if (this.#pending !== null) this.#begin(request, { ...this.#pending, kind: 'PREPARE' });
        return;
    }
  }

  begun(moment: number): void {
    const under = this.#underWay.get(moment);
    if (under === undefined || under.hasBegun) return;
    under.hasBegun = true;
    under.upstream.child({ name: 'first byte', kind: 'internal', at: under.from }).end();
  }

  failed(moment: number, sqlstate: string): void {
    const under = this.#underWay.get(moment);
    if (under === undefined) return;
    under.isError = true;
    under.span.set({ 'db.response.status_code': sqlstate, 'error.type': sqlstate });
  }

  answered(moment: number): void {
    const under = this.#underWay.get(moment);
    if (under === undefined) return;
    this.#underWay.delete(moment);
    end(under);
  }

  ended(cause: EndCause): void {
    // What was never sent, for example because it still waited for people.
    if (this.#pending !== null)
      this.#begin({ moment: -1, denial: null, verdict: null, kind: { name: 'query' } }, this.#pending);
    for (const under of this.#underWay.values()) {
      under.span.set({ 'error.type': 'session ended' });
      end({ ...under, isError: true });
    }
    this.#underWay.clear();
    this.#connect?.end({ isError: true });
    this.#session?.set({ 'dlp.end': cause });
    this.#session?.end({ isError: !ORDINARY.has(cause) });
  }

  #wait(): Pending {
    this.#pending ??= { from: this.#tracer.clock(), judged: null, approval: null, parent: null, kind: OTHER };
    return this.#pending;
  }

  #judge(gate: SessionGate, text: string, protocol: QueryProtocol, types?: readonly number[]): Verdict {
    const pending = this.#wait();
    const from = this.#tracer.clock();
    const verdict = gate.judge(text, protocol, types);
    // What waited for people is judged again.
    pending.judged ??= { from, to: this.#tracer.clock() };
    pending.parent ??= traceOfStatement(text);
    pending.kind = statementKind(text);
    if (verdict.kind === 'forward') this.#kinds.set(verdict, pending.kind);
    return verdict;
  }

  #hold(
    hold: NonNullable<SessionGate['hold']>,
    statement: HeldStatement,
    { asked, settled }: HoldListener,
  ): Hold {
    const stretch: Stretch = { from: this.#tracer.clock(), to: null };
    this.#wait().approval = stretch;
    return hold(statement, {
      asked,
      settled: (refusal, told) => {
        stretch.to ??= this.#tracer.clock();
        settled(refusal, told);
      },
    });
  }

  #begin({ moment, denial, verdict }: TracedRequest, pending: Pending): void {
    this.#pending = null;
    if (this.#underWay.size >= MOST_UNDER_WAY) return;
    const { from, judged, approval, parent, kind } = pending;
    const about = { ...this.#about, 'db.operation.name': kind };
    const name = `${kind} ${this.#about['db.namespace'] ?? ''}`;
    const span = this.#tracer.begin(parent, { name, kind: 'server', attributes: about, at: from });
    if (span === null) return;
    for (const [phase, stretch] of [
      ['judge', judged],
      ['approval', approval],
    ] as const)
      if (stretch !== null) {
        const child = span.child({ name: phase, kind: 'internal', at: stretch.from });
        child.end(stretch.to === null ? {} : { at: stretch.to });
      }
    span.set({
      'dlp.decision': denial !== null ? 'denied' : verdict?.positions == null ? 'forwarded' : 'rewritten',
    });
    if (denial !== null)
      span.set({ 'db.response.status_code': denial.sqlstate, 'error.type': denial.sqlstate });
    const at = this.#tracer.clock();
    const upstream = span.child({ name: 'upstream', kind: 'client', attributes: about, at });
    this.#underWay.set(moment, { span, upstream, from: at, hasBegun: false, isError: denial !== null });
  }
}

function end({ span, upstream, isError }: UnderWay): void {
  upstream.end();
  span.end({ isError });
}
