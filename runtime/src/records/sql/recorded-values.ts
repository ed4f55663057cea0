/** Constants and parameters as they go on record: as digests where they may be values of labelled columns, and never at great length. */
import type { AskedStatement } from '../../pgwire/recorder.ts';
import type { Json } from '../journal/format.ts';
import type { Digests } from './digests.ts';

/** A longer value, and all of a longer list, is a digest in any case. */
const MAX_VALUE_BYTES = 1024;
const MAX_VALUES = 1000;

/** Of a text's constants: each as written, or its digest. */
export function recordedConstants(constants: readonly string[], withholds: boolean, digests: Digests): Json {
  if (constants.length > MAX_VALUES)
    return { count: constants.length, digest: digests.of(constants.join('\u0000')) };
  return constants.map((constant) =>
    withholds || constant.length > MAX_VALUE_BYTES ? digests.of(meaningOf(constant)) : constant,
  );
}

/** The value of a plain string, so that its digest is that of a parameter with the same text; anything else as it is written. */
function meaningOf(constant: string): string {
  return /^'.*'$/s.test(constant) ? constant.slice(1, -1).replaceAll("''", "'") : constant;
}

export interface RecordedParameters {
  /** Null, text, `{ hex }`, or a digest as `{ digest, bytes }`. */
  readonly parameters: Json;
  /** Format codes of the result's columns; null where all are text. */
  readonly formats: readonly number[] | null;
}

/** What stands behind the names of a Bind ("Message Formats"); null where it is not what it should be: the server will say so. */
export function recordedParameters(
  values: Buffer,
  withholds: boolean,
  digests: Digests,
): RecordedParameters | null {
  const reader = new Reader(values);
  const formats = reader.codes();
  const count = reader.uint16();
  const parameters: Json[] = [];
  for (let index = 0; index < count && !reader.failed; index += 1) {
    const bytes = reader.value();
    const binary = (formats.length === 1 ? formats[0] : formats[index]) === 1;
    if (index < MAX_VALUES) parameters.push(recordedParameter(bytes, binary, withholds, digests));
  }
  const results = reader.codes();
  if (reader.failed) return null;
  return {
    parameters: count > MAX_VALUES ? { count, digest: digests.of(values) } : parameters,
    formats: results.includes(1) ? results : null,
  };
}

function recordedParameter(
  bytes: Buffer | null,
  binary: boolean,
  withholds: boolean,
  digests: Digests,
): Json {
  if (bytes === null) return null;
  if (withholds || bytes.length > MAX_VALUE_BYTES) return { digest: digests.of(bytes), bytes: bytes.length };
  return binary ? { hex: bytes.toString('hex') } : bytes.toString();
}

/** Shorter values occur by chance in others, such as masks that are hashes. */
const MIN_NAMED_BYTES = 6;
/** Of a statement that names more, the first are looked for. */
const MAX_NAMED = 200;

/** What a client names in a statement, by the bytes in which an answer may show it again. */
export function namedValues({ recorded, bound }: AskedStatement): readonly Buffer[] {
  const named: Buffer[] = [];
  const name = (value: string | Buffer): void => {
    // A copy: the message's own buffer is not kept.
    if (Buffer.byteLength(value) >= MIN_NAMED_BYTES) named.push(Buffer.from(value));
  };
  const constants = recorded?.constants ?? [];
  for (let index = 0; index < constants.length && index < MAX_NAMED; index += 1)
    name(innerText(constants[index] ?? ''));
  if (bound !== null) {
    const reader = new Reader(bound.values);
    reader.codes();
    const count = Math.min(reader.uint16(), MAX_NAMED);
    for (let index = 0; index < count && !reader.failed; index += 1) name(reader.value() ?? '');
  }
  return named;
}

/** What stands between the quotes of a string of any kind. */
function innerText(constant: string): string {
  const dollar = /^\$[^$]*\$/.exec(constant)?.[0].length ?? 0;
  if (dollar > 0) return constant.slice(dollar, -dollar);
  const quote = constant.indexOf("'");
  return quote === -1 ? constant : constant.slice(quote + 1, -1).replaceAll("''", "'");
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  failed = false;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  uint16(): number {
    const at = this.#skip(2);
    return this.failed ? 0 : this.#bytes.readUInt16BE(at);
  }

  /** A count, and so many codes. */
  codes(): readonly number[] {
    const count = this.uint16();
    const codes: number[] = [];
    for (let index = 0; index < count && !this.failed; index += 1) codes.push(this.uint16());
    return codes;
  }

  /** A length and so many bytes; -1 is NULL. */
  value(): Buffer | null {
    const at = this.#skip(4);
    const length = this.failed ? -1 : this.#bytes.readInt32BE(at);
    if (length === -1) return null;
    const from = this.#skip(length);
    return this.failed ? null : this.#bytes.subarray(from, from + length);
  }

  /** Where the next so many bytes begin. */
  #skip(length: number): number {
    const from = this.#at;
    if (length < 0 || from + length > this.#bytes.length) this.failed = true;
    else this.#at += length;
    return from;
  }
}
