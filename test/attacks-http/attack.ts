/** The form of the catalogue: what an attack on an API is, what is sent and answered, what must come of it. Data alone; replay.ts runs it. */

import type { DefenceName } from './defences.ts';
import { basic, type CallerName } from './world/world.ts';

/** What differs between the two worlds, and nothing else does. */
export interface Secrets {
  readonly email: string;
  readonly ssn: string;
  readonly born: string;
  readonly salary: number;
  readonly phone: string;
  readonly street: string;
  readonly card: string;
}

export type Expectation =
  /** An answer of this status made of masks, which says this. */
  | { readonly kind: 'masked'; readonly status: number; readonly saying: string }
  /** An answer of the proxy's own; nothing reached the API. */
  | { readonly kind: 'refused'; readonly status: number; readonly saying: string }
  /** An answer of the proxy's own in place of that of the API. */
  | { readonly kind: 'withheld'; readonly status: number; readonly saying: string }
  /** The connection ends before the answer does. */
  | { readonly kind: 'cut' };

export interface Attack {
  /** Unique within its family, in kebab case. */
  readonly id: string;
  /** What it tries: ends the sentence "The attacker …", or for answers "An answer …". */
  readonly tries: string;
  readonly defence: DefenceName;
  /** Bytes on a fresh connection. */
  readonly sends: string | Buffer;
  /** The answer of the API as bytes; that of the person in JSON where nothing is said. */
  readonly answer: ((secrets: Secrets) => string | Buffer) | null;
  readonly expect: Expectation;
  /** Nothing like this may be in what reached the API. */
  readonly unseen: string | null;
}

/** Whose policy an attack is made against: that of fields with labels where nothing is said. */
export type WorldName = 'people' | 'notes';

export interface Family {
  readonly name: string;
  readonly world?: WorldName;
  /** One sentence. */
  readonly about: string;
  readonly attacks: readonly Attack[];
}

export interface RequestParts {
  readonly caller?: CallerName;
  readonly method?: string;
  readonly target?: string;
  /** Lines of the head. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  /** Lines of the head in place of those that every request has. */
  readonly head?: readonly string[];
}

/** The bytes of a request. One with a body has its length, unless the head is given. */
export function request(parts: RequestParts = {}): Buffer {
  const { caller = 'contractor', method = 'GET', target = '/people/7', headers = [], body } = parts;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body ?? '');
  const own = parts.head ?? [
    'Host: people.example',
    `Authorization: ${basic(caller)}`,
    'Connection: close',
    ...(body === undefined ? [] : [`Content-Length: ${bytes.length}`]),
  ];
  const head = [`${method} ${target} HTTP/1.1`, ...own, ...headers];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

/** The person of both worlds, as JSON. */
export function person(
  { email, ssn, born, salary, phone, street, card }: Secrets,
  more: object = {},
): object {
  return {
    ...{ id: 7, name: 'Ada', email, ssn, born, salary, phones: [phone, phone] },
    address: { street, city: 'Berlin' },
    payment: { kind: 'Card', number: card },
    ...more,
  };
}

/** The bytes of an answer. One with a body has its length. */
export function answer(
  body: string | Buffer,
  headers: readonly string[] = ['Content-Type: application/json'],
  status = '200 OK',
): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`, 'Connection: close'];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}

export const masked = (status = 200, saying = ''): Expectation => ({ kind: 'masked', status, saying });
export const refused = (status: number, saying: string): Expectation => ({ kind: 'refused', status, saying });
export const withheld = (status: number, saying = ''): Expectation => ({ kind: 'withheld', status, saying });
export const CUT: Expectation = { kind: 'cut' };

/** One attack by a request. */
export function sent(
  id: string,
  tries: string,
  sends: Buffer | string,
  [defence, expect]: readonly [DefenceName, Expectation],
  unseen: string | null = null,
): Attack {
  return { id, tries, defence, sends, answer: null, expect, unseen };
}

/** One attack by an answer, asked for by an honest request. */
export function answered(
  id: string,
  tries: string,
  made: (secrets: Secrets) => string | Buffer,
  [defence, expect]: readonly [DefenceName, Expectation],
  sends: Buffer = request(),
): Attack {
  return { id, tries, defence, sends, answer: made, expect, unseen: null };
}
