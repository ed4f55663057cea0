/** The form of the catalogue: what an attack is, what it sends, what must come of it. Data alone; replay.ts runs it. */
import { query } from '../runtime/pgwire/frontend.ts';
import type { DefenceName } from './defences.ts';
import type { DatabaseName, PolicyVariant } from './world/policy.ts';
import type { AttackWorld, WayIn } from './world/world.ts';

/** One thing that is done, to both worlds alike. */
export type Step =
  /** Sends bytes, and takes what comes up to so many ReadyForQuery, or to the end of the connection. */
  | { readonly kind: 'send'; readonly bytes: Buffer; readonly readies: number }
  /** Somebody else changes the database, and the proxy notices. */
  | { readonly kind: 'change'; readonly sql: string }
  /** Somebody else changes the policy. */
  | { readonly kind: 'policy'; readonly variant: PolicyVariant }
  /** Somebody else ends the contractor's credential, or gives it back. */
  | { readonly kind: 'credential'; readonly ends: boolean };

/** What must come of it, in both worlds. */
export type Expectation =
  /** Answered without an error. */
  | { readonly kind: 'masked' }
  /** Refused by the proxy, with this SQLSTATE and this in its message; the connection goes on. */
  | { readonly kind: 'denied'; readonly sqlstate: string; readonly saying: string }
  /** Passed, and refused by the server, which must have nothing to tell. */
  | { readonly kind: 'fails'; readonly sqlstate: string }
  /** The proxy ends the connection. */
  | { readonly kind: 'ended'; readonly sqlstate: string; readonly saying: string };

/**
 * What the same does to a server without a proxy. `leaks`: it tells the worlds apart, which is tried. `acts`: it changes or reaches something,
 * or would with another role, another version or another moment; or it is aimed at the proxy itself.
 */
export type Bare = 'leaks' | 'acts';

export interface Attack {
  /** Unique within its family, in kebab case. */
  readonly id: string;
  /** What it tries: ends the sentence "The attacker …". */
  readonly tries: string;
  readonly defence: DefenceName;
  /** One statement, which is replayed in several ways, or steps. */
  readonly sends: string | readonly Step[];
  readonly expect: Expectation;
  /** Of servers before this major version, whatever comes, as long as it is alike. */
  readonly since: number;
  readonly bare: Bare;
  readonly database: DatabaseName;
  /** What puts things back. */
  readonly after: readonly Step[];
}

export interface Family {
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  readonly attacks: readonly Attack[];
}

/** An attack on what comes before a session. */
export interface StartupAttack {
  readonly id: string;
  readonly tries: string;
  readonly defence: DefenceName;
  /** Bytes on a fresh connection, or credentials that do not open what they are tried on. */
  readonly sends: Buffer | ((world: AttackWorld) => WayIn);
  /** The connection ends `silently`, or with an ErrorResponse that says this. */
  readonly expect: 'silently' | { readonly sqlstate: string; readonly saying: string };
}

type Optional = Partial<Pick<Attack, 'since' | 'bare' | 'database' | 'after'>>;

/** One attack, with what most attacks have in common. */
export function attack(
  id: string,
  tries: string,
  sends: Attack['sends'],
  [defence, expect]: readonly [DefenceName, Expectation],
  more: Optional = {},
): Attack {
  return { id, tries, defence, sends, expect, since: 15, bare: 'leaks', database: 'crm', after: [], ...more };
}

type Stopped = readonly [DefenceName, Expectation];

/** It is answered, and the answer is the same whatever is stored. */
export function masked(defence: DefenceName = 'masked at the source'): Stopped {
  return [defence, { kind: 'masked' }];
}

export function denied(defence: DefenceName, saying: string, sqlstate = '42501'): Stopped {
  return [defence, { kind: 'denied', sqlstate, saying }];
}

export function fails(sqlstate: string, defence: DefenceName = 'neutral reports'): Stopped {
  return [defence, { kind: 'fails', sqlstate }];
}

export function ended(sqlstate: string, saying: string, defence: DefenceName = 'messages decided'): Stopped {
  return [defence, { kind: 'ended', sqlstate, saying }];
}

/** Messages, as many of which as need be end in a ReadyForQuery. */
export function send(readies: number, ...messages: readonly Buffer[]): Step {
  return { kind: 'send', bytes: Buffer.concat(messages), readies };
}

/** A text of the simple protocol. */
export function simple(text: string | Buffer): Step {
  return send(1, query(text));
}
