/**
 * What a session does with ParameterStatus, the server's word on its own settings. Some settings are fixed, since the
 * judge reads statements as they are under these, and an upstream where they change is no longer the one that was
 * judged; some tell who the session is; only known ones are passed on. Pure.
 */

/** Sent at start-up, above whatever the client asked for. */
export const FIXED_SETTINGS = { client_encoding: 'UTF8', standard_conforming_strings: 'on' } as const;

/** Settings that must stay what they were when the session began. */
const CONSTANT: ReadonlySet<string> = new Set(['session_authorization', 'is_superuser', 'server_encoding']);

/** Settings that PostgreSQL 12 to 18 reports. */
const REPORTED: ReadonlySet<string> = new Set([
  'application_name',
  'client_encoding',
  'DateStyle',
  'default_transaction_read_only',
  'in_hot_standby',
  'integer_datetimes',
  'IntervalStyle',
  'is_superuser',
  'scram_iterations',
  'search_path',
  'server_encoding',
  'server_version',
  'session_authorization',
  'standard_conforming_strings',
  'TimeZone',
]);

/** `pass` it to the client, `drop` it, or `end` the session, with the sentence that says why. */
export type ParameterDecision =
  | { readonly kind: 'pass' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'end'; readonly message: string };

export class ServerParameters {
  readonly #values = new Map<string, string>();

  /** As reported so far. */
  get values(): ReadonlyMap<string, string> {
    return this.#values;
  }

  /** Takes a report, at start-up or later. */
  report(name: string, value: string): ParameterDecision {
    const before = this.#values.get(name);
    this.#values.set(name, value);
    const fixed = (FIXED_SETTINGS as Readonly<Record<string, string>>)[name];
    if (fixed !== undefined && value !== fixed) {
      return { kind: 'end', message: `the server changed \`${name}\`, which must stay \`${fixed}\`` };
    }
    if (CONSTANT.has(name) && before !== undefined && before !== value) {
      return { kind: 'end', message: `the server changed \`${name}\`, which must stay as it was` };
    }
    return { kind: REPORTED.has(name) ? 'pass' : 'drop' };
  }

  /** Null when all that has to be known is known; the sentence that says what is missing otherwise. */
  missing(): string | null {
    const name = Object.keys(FIXED_SETTINGS).find((setting) => !this.#values.has(setting));
    return name === undefined ? null : `the server did not report \`${name}\``;
  }
}
