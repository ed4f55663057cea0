/**
 * What the program around it gives a listener of an API, and nothing else. The listener reads no configuration, keeps no policy and
 * opens no file.
 */
import type { HttpMatcher, OperationEntry, RecordLevel } from '../abi.ts';
import type { ValuePlans } from '../bodies/json/value-plan.ts';
import type { PolicySet } from '../judge/decide/decide.ts';
import type { FieldView } from '../judge-http/field-view.ts';
import type { RecordedView } from '../judge-http/recorded-view.ts';
import type { Pace } from './pace.ts';
import type { Problem } from './problem.ts';
import type { RequestRecorder, SettledApproval } from './request-recorder.ts';
import type { RequestTrace } from './request-trace.ts';
import type { Upstream } from './upstream.ts';

/** What holds for one caller at an instant. */
export interface ApiAccess {
  readonly matcher: HttpMatcher;
  readonly applicable: PolicySet;
  readonly view: FieldView;
  readonly plans: ValuePlans;
  /** What those see of whom no policy speaks: for whoever is told of a request that is not theirs. */
  readonly outsiders: { readonly view: FieldView; readonly plans: ValuePlans };
  /** What of it goes on record. */
  readonly recorded: { readonly view: RecordedView; readonly plans: ValuePlans };
  readonly recordLevel: RecordLevel;
  /** Names the policy and what applies to the caller: with anything else in force, it is another. */
  readonly revision: string;
  /** Whether any field of the API is not shown as it is, or what nobody described is hidden. */
  readonly hidesSomething: boolean;
}

export type Admission =
  | { readonly ok: true; readonly caller: AdmittedCaller }
  | { readonly ok: false; readonly problem: Problem };

/** A caller who proved who they are. */
export interface AdmittedCaller {
  /** Name of the credential, or of the provider. */
  readonly user: string;
  /** The verified subject. */
  readonly subject: string;
  /** When the proof ends, in milliseconds since 1970. */
  readonly endsAt: number;
  readonly access: ApiAccess;
  /** Counts what the request spends. */
  readonly meter: RequestMeter;
}

/** Null, or why it is too much. */
export interface RequestMeter {
  begin(): Problem | null;
  bytes(count: number): Problem | null;
  /** The request is over. */
  end(): void;
}

/** A request under way, for whoever has to end it. */
export interface OpenRequest {
  readonly id: string;
  /** Ends it at once, whatever was sent of its answer. */
  cut(): void;
  /** The proxy is about to end: whatever only waits is given up. */
  drain(): void;
}

/** A rule by which people must agree. */
export interface NeededAgreement {
  /** Groups; whoever is in one of them may agree. */
  readonly by: readonly string[];
  /** How many different people must. */
  readonly people: number;
  /** Seconds after which nobody can any more. */
  readonly within: number;
  /** Policy, file, line and text of the rule. */
  readonly rule: string;
}

/** A request that people are asked about. It is kept whole, and what they agree to is what is sent. */
export interface HeldRequest {
  readonly operation: OperationEntry;
  /** What people read: the request as it would be sent, without labelled values. */
  readonly text: string;
  readonly agreements: readonly NeededAgreement[];
  /** {@link ApiAccess.revision} under which it was judged. */
  readonly revision: string;
}

/** A request that waits. */
export interface RequestHold {
  /** Resolves once: null where the request may go on now, once; or why it may not. Never rejects. */
  readonly settled: Promise<Problem | null>;
  /** How people decided, once it is settled; null where nobody was asked. */
  readonly told: () => SettledApproval | null;
  /** Nobody waits for it any more. Where people have agreed at the same moment, {@link settled} may still say so. */
  withdraw(why: 'client-gone' | 'session-ended' | 'stopped'): void;
  /** It was agreed to, and goes on. */
  begun(): void;
}

export interface ApiLimits {
  /** Of a request's body that must be judged whole. */
  readonly maxJudgedBytes: number;
  /** From a request's first byte to the end of its head. */
  readonly headMilliseconds: number;
  /** Until a request has come whole; 0 for any time. */
  readonly requestMilliseconds: number;
  /** Without a byte in either direction. */
  readonly idleMilliseconds: number;
}

export interface ApiServices {
  readonly source: string;
  readonly limits: ApiLimits;
  readonly upstream: Upstream;
  /** Told of each second by the listener. */
  readonly pace: Pace;
  /** A client has connected. Null where there are too many; the function that it gives is called when the connection has ended. */
  connected(address: string): (() => void) | null;
  /** Challenges of a 401 (RFC 9110, section 11.6.1). */
  readonly challenges: readonly string[];
  /** Never rejects; at once where nothing has to be computed. `authorization`: the field as it came; null where there is none. */
  admit(authorization: string | null, id: string): Admission | Promise<Admission>;
  /** Notes that a request is under way. False where nothing more is taken on. The function that it gives is called when it is over. */
  open(request: OpenRequest, caller: AdmittedCaller): (() => void) | null;
  /** Keeps the record of one request; null where nothing of it is to be kept. `address`: of the client. */
  record(id: string, caller: AdmittedCaller, address: string): RequestRecorder | null;
  /** Asks the people who must agree to a request; null where nobody can be asked. Never throws. */
  readonly hold: ((request: HeldRequest, caller: AdmittedCaller) => RequestHold) | null;
  /** Follows a request for whoever collects traces; absent where nobody does, null where this one is not followed. */
  readonly trace?: (request: {
    readonly id: string;
    readonly method: string;
    readonly headers: ReadonlyMap<string, string>;
  }) => RequestTrace | null;
  /** Milliseconds since 1970. */
  now(): number;
  /** Must not throw. */
  onEvent(event: ApiEvent): void;
}

export type ApiEvent =
  | {
      readonly kind: 'forwarded';
      readonly id: string;
      readonly user: string;
      readonly operation: string;
      /** Rules that want somebody to be told. */
      readonly alerts: readonly string[];
    }
  | {
      readonly kind: 'answered';
      readonly id: string;
      readonly user: string;
      readonly status: number;
      readonly masked: boolean;
      readonly bytes: number;
    }
  | {
      readonly kind: 'refused';
      readonly id: string;
      readonly user: string | null;
      readonly operation: string | null;
      readonly problem: Problem;
    }
  /** An answer had begun and could not be ended. */
  | { readonly kind: 'cut'; readonly id: string; readonly user: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly where: string; readonly error: Error };
