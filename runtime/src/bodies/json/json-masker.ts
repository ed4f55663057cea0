/**
 * Masks JSON while it streams (RFC 8259): a push parser over bytes that accepts what `JSON.parse` does, and a byte order mark. What
 * holds nothing hidden passes byte for byte; around what is hidden, white space is left out, so that it cannot tell what was
 * there. Memory is bounded: by the depth, by the longest key, and by the longest value that a mask needs whole.
 *
 * One long file, since it is one state machine whose loops must not be taken apart.
 */
import { ByteSink } from '../byte-sink.ts';
import type { BodyMasker, TextSearch } from '../masking.ts';
import { Utf8Guard } from '../utf8-guard.ts';
import { HASH_START, hashByte } from './key-table.ts';
import { isComplete, isNumberByte, isRefused, NUMBER_START, nextNumberState } from './number-grammar.ts';
import { endOfPlain } from './string-scan.ts';
import { DROP, KIND, type ValuePlan, type ValuePlans, type WalkPlan } from './value-plan.ts';

/** Containers inside of each other. */
export const MOST_DEPTH = 512;
/** Bytes of a key where something is hidden beside it, as it is written. */
export const LONGEST_KEY = 64 * 1024;
/** Bytes of a value that a mask needs whole, as it is written; a longer one becomes null. */
export const LONGEST_MASKED = 1024 * 1024;

export interface JsonMaskerOptions {
  /** Several values one after the other, each on a line of its own: NDJSON. */
  readonly isSequence?: boolean;
}

// What comes next.
const VALUE = 0;
const FIRST_KEY = 1;
const KEY = 2;
const COLON = 3;
const AFTER = 4;
const FIRST_ITEM = 5;
const DONE = 6;
// Inside of a token.
const STRING = 7;
const ESCAPE = 8;
const UNICODE = 9;
const NUMBER = 10;
const LITERAL = 11;

// How the value that is read is treated; what is walked through has no mode.
const NONE = 0;
const PASSED = 1;
const DROPPED = 2;
const CAPTURED = 3;

/** What most bodies do not go beyond; so much is made without asking for memory of its own. */
const USUAL_DEPTH = 32;

const NOTHING = Buffer.alloc(0);
const NO_WORDS = new DataView(new ArrayBuffer(0));
const NULL_JSON = Buffer.from('null');
const LITERALS: Readonly<Record<number, Buffer>> = {
  116: Buffer.from('true'),
  102: Buffer.from('false'),
  110: NULL_JSON,
};

export class JsonMasker implements BodyMasker {
  fault: string | null = null;
  touched: string | null = null;
  readonly #plans: ValuePlans;
  readonly #root: ValuePlan;
  readonly #isSequence: boolean;
  readonly #sink = new ByteSink();
  readonly #guard = new Utf8Guard();
  /** The chunk that is read. */
  #words: DataView = NO_WORDS;
  #state = VALUE;
  /** Values of the sequence that have begun. */
  #values = 0;

  // Containers from the outside in; those that are walked through come first.
  #depth = 0;
  #isObject = new Uint8Array(USUAL_DEPTH);
  #hasEmitted = new Uint8Array(USUAL_DEPTH);
  readonly #walks: (WalkPlan | null)[] = [null];

  /** Of the value that comes next, where its container is walked through. */
  #next: ValuePlan;
  #mode = NONE;
  /** Containers around the value that has the mode. */
  #modeDepth = 0;
  /** Where in this chunk the bytes begin that are still to be passed or captured, or the key. */
  #from = 0;
  #captured: Buffer[] = [];
  #capturedBytes = 0;

  // The string that is read.
  #isKey = false;
  #keyHash = 0;
  #keyParts: Uint8Array[] = [];
  #keyHasEscape = false;
  /** Name of the last key that was walked over; empty for one that is not described. */
  #name = '';
  #unicodeLeft = 0;
  #number = NUMBER_START;
  #literal: Uint8Array = NULL_JSON;
  #literalAt = 0;

  constructor(plans: ValuePlans, root: ValuePlan, { isSequence = false }: JsonMaskerOptions = {}) {
    this.#plans = plans;
    this.#root = root;
    this.#next = root;
    this.#isSequence = isSequence;
  }

  push(chunk: Buffer): readonly Buffer[] {
    if (this.fault !== null) return [];
    const text = this.#guard.next(chunk);
    if (text === null) this.fault = 'it is no UTF-8';
    else if (text.length > 0) this.#run(text);
    return this.#sink.take();
  }

  end(): readonly Buffer[] {
    if (this.fault !== null) return [];
    this.#from = 0;
    if (this.#state === NUMBER && this.#depth === 0) this.#endNumber(NOTHING, 0);
    // No bytes at all are no body.
    const isOver = this.#state === DONE || (this.#state === VALUE && this.#depth === 0 && this.#isBetween());
    if (!isOver || !this.#guard.isComplete) this.fault ??= 'it ends too early';
    return this.fault === null ? this.#sink.take() : [];
  }

  #isBetween(): boolean {
    return this.#isSequence || this.#values === 0;
  }

  #run(chunk: Buffer): void {
    this.#words = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
    const end = chunk.length;
    this.#from = 0;
    let at = 0;
    while (at < end && this.fault === null) {
      switch (this.#state) {
        case STRING:
          at = this.#isKey && this.#mode === NONE ? this.#readKey(chunk, at) : this.#readString(chunk, at);
          break;
        case NUMBER:
          at = this.#readNumber(chunk, at);
          break;
        case LITERAL:
          at = this.#readLiteral(chunk, at);
          break;
        case ESCAPE:
          this.#readEscape(chunk[at] ?? 0);
          at += 1;
          break;
        case UNICODE:
          if (!isHexadecimal(chunk[at] ?? 0)) this.fault = 'it is no JSON';
          this.#unicodeLeft -= 1;
          if (this.#unicodeLeft === 0) this.#state = STRING;
          at += 1;
          break;
        default: {
          const byte = chunk[at] ?? 0;
          if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) at += 1;
          else at = this.#readStructure(chunk, at, byte);
        }
      }
    }
    if (this.fault === null) this.#endChunk(chunk);
  }

  /** What is not finished goes on in the next chunk. */
  #endChunk(chunk: Buffer): void {
    if (this.#mode === PASSED) this.#sink.slice(chunk, this.#from, chunk.length);
    else if (this.#mode === CAPTURED) this.#capture(chunk.subarray(this.#from));
    else if (this.#mode === NONE && this.#isKey && this.#state >= STRING) this.#keepKey(chunk, chunk.length);
  }

  /** A byte between tokens that is no white space. */
  #readStructure(chunk: Buffer, at: number, byte: number): number {
    switch (this.#state) {
      case VALUE:
        return this.#beginValue(chunk, at, byte);
      case FIRST_ITEM:
        if (byte === 0x5d) return this.#close(chunk, at, byte);
        this.#state = VALUE;
        return at;
      case FIRST_KEY:
        if (byte === 0x7d) return this.#close(chunk, at, byte);
        return this.#beginKey(chunk, at, byte);
      case KEY:
        return this.#beginKey(chunk, at, byte);
      case COLON:
        if (byte !== 0x3a) this.fault = 'it is no JSON';
        this.#state = VALUE;
        return at + 1;
      case AFTER:
        return this.#afterValue(chunk, at, byte);
      default:
        // Behind the one value.
        if (!this.#isSequence) this.fault = 'it is no JSON';
        this.#state = VALUE;
        this.#next = this.#root;
        return at;
    }
  }

  #afterValue(chunk: Buffer, at: number, byte: number): number {
    if (byte !== 0x2c) return this.#close(chunk, at, byte);
    if (this.#isObject[this.#depth] === 1) {
      this.#state = KEY;
      const next = chunk[at + 1];
      if (next === 0x22) return this.#beginKey(chunk, at + 1, next);
    } else {
      this.#state = VALUE;
      this.#setItem();
    }
    return at + 1;
  }

  /** The plan of the array's next item. */
  #setItem(): void {
    const walk = this.#mode === NONE ? this.#walks[this.#depth] : null;
    if (walk != null) this.#next = walk.items === null ? walk.other : this.#plans.of(walk.items);
  }

  /** Reads on as far as a scalar goes. */
  #beginValue(chunk: Buffer, at: number, byte: number): number {
    const kind = kindOf(byte);
    if (kind === 0) {
      this.fault = 'it is no JSON';
      return at;
    }
    if (this.#depth === 0) this.#values += 1;
    let walk: WalkPlan | null = null;
    if (this.#mode === NONE) walk = this.#beginTreatment(at, kind);
    switch (byte) {
      case 0x7b:
        this.#open(walk, 1);
        this.#state = FIRST_KEY;
        return at + 1;
      case 0x5b:
        this.#open(walk, 0);
        this.#state = FIRST_ITEM;
        this.#setItem();
        return at + 1;
      case 0x22:
        this.#isKey = false;
        this.#state = STRING;
        return this.#readString(chunk, at + 1);
      case 0x74:
      case 0x66:
      case 0x6e:
        this.#literal = LITERALS[byte] ?? NULL_JSON;
        this.#literalAt = 0;
        this.#state = LITERAL;
        return this.#readLiteral(chunk, at);
      default:
        this.#number = NUMBER_START;
        this.#state = NUMBER;
        return this.#readNumber(chunk, at);
    }
  }

  /** Settles what becomes of the value that begins; gives its plan where it is walked through. */
  #beginTreatment(at: number, kind: number): WalkPlan | null {
    const plan = this.#next;
    const isItem = this.#depth > 0 && this.#isObject[this.#depth] === 0;
    if (isItem && plan.kind !== 'drop') this.#separate();
    this.#modeDepth = this.#depth;
    this.#from = at;
    if (plan.kind === 'walk' && kind >= KIND.array) return plan;
    if (isSearched(plan, kind)) {
      this.#mode = CAPTURED;
      this.#capturedBytes = 0;
      return null;
    }
    if (plan.kind === 'mask') {
      this.#touch();
      this.#mode = CAPTURED;
      this.#capturedBytes = 0;
      return null;
    }
    if ('kinds' in plan && (plan.kinds & kind) !== 0) {
      this.#mode = PASSED;
      return null;
    }
    this.#touch();
    this.#mode = DROPPED;
    if (plan.kind !== 'drop') this.#sink.all(plan.kind === 'replace' ? plan.json : NULL_JSON);
    return null;
  }

  #touch(): void {
    this.touched ??= this.#name;
  }

  /** The comma before what is emitted into the innermost container. */
  #separate(): void {
    if (this.#hasEmitted[this.#depth] === 1) this.#sink.byte(0x2c);
    this.#hasEmitted[this.#depth] = 1;
  }

  #open(walk: WalkPlan | null, isObject: 0 | 1): void {
    if (this.#depth === MOST_DEPTH) {
      this.fault = `it is nested more than ${MOST_DEPTH} deep`;
      return;
    }
    this.#depth += 1;
    if (this.#depth === this.#isObject.length) {
      this.#isObject = doubled(this.#isObject);
      this.#hasEmitted = doubled(this.#hasEmitted);
    }
    this.#isObject[this.#depth] = isObject;
    if (this.#mode !== NONE) return;
    this.#hasEmitted[this.#depth] = 0;
    this.#walks[this.#depth] = walk;
    this.#sink.byte(isObject === 1 ? 0x7b : 0x5b);
  }

  #close(chunk: Buffer, at: number, byte: number): number {
    const isObject = this.#isObject[this.#depth] === 1;
    if (byte !== (isObject ? 0x7d : 0x5d)) {
      this.fault = 'it is no JSON';
      return at;
    }
    this.#depth -= 1;
    if (this.#mode === NONE) {
      this.#sink.byte(byte);
      this.#state = this.#depth === 0 ? DONE : AFTER;
      if (this.#depth === 0) this.#endRoot();
    } else {
      this.#endValue(chunk, at + 1);
    }
    return at + 1;
  }

  /** A value with a mode, or a part of one, ends before `end`. */
  #endValue(chunk: Buffer, end: number): void {
    this.#state = this.#depth === 0 ? DONE : AFTER;
    if (this.#depth !== this.#modeDepth) return;
    if (this.#mode === PASSED) {
      this.#sink.slice(chunk, this.#from, end);
    } else if (this.#mode === CAPTURED) {
      this.#mask(chunk, end);
    }
    this.#mode = NONE;
    if (this.#depth === 0) this.#endRoot();
  }

  /** A value of a sequence is a line. */
  #endRoot(): void {
    if (this.#isSequence) this.#sink.byte(0x0a);
  }

  #capture(bytes: Buffer): void {
    this.#capturedBytes += bytes.length;
    if (this.#capturedBytes > LONGEST_MASKED) this.#captured = [];
    else this.#captured.push(bytes);
  }

  /** Of what was captured, and the bytes of `chunk` up to `end`. */
  #mask(chunk: Buffer, end: number): void {
    const isAtOnce = this.#captured.length === 0 && this.#capturedBytes === 0;
    if (isAtOnce) this.#capturedBytes = end - this.#from;
    else this.#capture(chunk.subarray(this.#from, end));
    const plan = this.#next;
    const masker = plan.kind === 'mask' ? plan.masker : isSearching(plan) ? plan.search : null;
    if (masker === null || this.#capturedBytes > LONGEST_MASKED) {
      this.#touch();
      this.#sink.all(NULL_JSON);
    } else {
      const text = isAtOnce
        ? chunk.toString('utf8', this.#from, end)
        : Buffer.concat(this.#captured).toString();
      const masked = masker.of(text);
      // What was looked through and holds nothing is not masked.
      if (masked !== text) this.#touch();
      this.#sink.text(masked);
    }
    if (!isAtOnce) this.#captured = [];
  }

  #beginKey(chunk: Buffer, at: number, byte: number): number {
    if (byte !== 0x22) {
      this.fault = 'it is no JSON';
      return at;
    }
    this.#isKey = true;
    this.#state = STRING;
    if (this.#mode !== NONE) return this.#readString(chunk, at + 1);
    this.#from = at;
    this.#keyHash = HASH_START;
    if (this.#keyParts.length > 0) this.#keyParts = [];
    this.#keyHasEscape = false;
    return this.#readKey(chunk, at + 1);
  }

  /** A string that nobody looks at. */
  #readString(chunk: Buffer, start: number): number {
    const at = endOfPlain(chunk, this.#words, start);
    if (at === chunk.length) return at;
    const byte = chunk[at];
    if (byte === 0x22) {
      if (this.#isKey) {
        this.#isKey = false;
        this.#state = COLON;
      } else {
        this.#endValue(chunk, at + 1);
      }
    } else if (byte === 0x5c) {
      this.#state = ESCAPE;
    } else {
      this.fault = 'it is no JSON';
    }
    return at + 1;
  }

  /** The key of an object that is walked through. */
  #readKey(chunk: Buffer, start: number): number {
    const end = chunk.length;
    let at = start;
    let hash = this.#keyHash;
    let byte = 0;
    while (at < end) {
      byte = chunk[at] ?? 0;
      if (byte === 0x22 || byte === 0x5c || byte < 0x20) break;
      hash = hashByte(hash, byte);
      at += 1;
    }
    this.#keyHash = hash;
    if (at === end) return at;
    if (byte === 0x22) {
      this.#endKey(chunk, at + 1);
      return this.#readColon(chunk, at + 1);
    } else if (byte === 0x5c) {
      this.#keyHasEscape = true;
      this.#state = ESCAPE;
    } else {
      this.fault = 'it is no JSON';
    }
    return at + 1;
  }

  /** A colon and the value behind it, where they follow at once. */
  #readColon(chunk: Buffer, at: number): number {
    if (this.fault !== null || chunk[at] !== 0x3a) return at;
    this.#state = VALUE;
    const byte = chunk[at + 1];
    if (byte === undefined || byte <= 0x20) return at + 1;
    return this.#beginValue(chunk, at + 1, byte);
  }

  #keepKey(chunk: Buffer, end: number): void {
    this.#keyParts.push(chunk.subarray(this.#from, end));
    if (this.#keyParts.reduce((sum, { length }) => sum + length, 0) > LONGEST_KEY)
      this.fault = 'it has a key that is too long';
  }

  /** Finds what becomes of the member, and writes its key if it stays. */
  #endKey(chunk: Buffer, end: number): void {
    this.#isKey = false;
    this.#state = COLON;
    const walk = this.#walks[this.#depth];
    if (walk == null) throw new Error('a key was read where no object is');
    let key: Buffer = chunk;
    let start = this.#from;
    let stop = end;
    if (this.#keyParts.length > 0) {
      this.#keepKey(chunk, end);
      if (this.fault !== null) return;
      key = Buffer.concat(this.#keyParts);
      start = 0;
      stop = key.length;
    } else if (stop - start > LONGEST_KEY) {
      this.fault = 'it has a key that is too long';
      return;
    }
    const entry = this.#keyHasEscape
      ? walk.keys.named(nameOf(key, start, stop))
      : walk.keys.find(this.#keyHash, key, start + 1, stop - 1);
    const shape = entry === undefined ? walk.additional : entry.value;
    this.#next = shape === null ? walk.other : this.#plans.of(shape);
    // What nobody described may be a value itself, and is not repeated.
    this.#name = entry?.name ?? '';
    if (entry === undefined && walk.search !== null && this.#holds(walk.search, key, start, stop))
      this.#next = DROP;
    if (this.#next.kind === 'drop') return;
    this.#separate();
    this.#sink.slice(key, start, stop);
    this.#sink.byte(0x3a);
  }

  /** A name that nobody described may be a value. */
  #holds(search: TextSearch, key: Buffer, start: number, stop: number): boolean {
    const name = this.#keyHasEscape ? nameOf(key, start, stop) : key.toString('utf8', start + 1, stop - 1);
    return search.holds(name);
  }

  #readEscape(byte: number): void {
    if (byte === 0x75) {
      this.#state = UNICODE;
      this.#unicodeLeft = 4;
    } else {
      if (!isEscape(byte)) this.fault = 'it is no JSON';
      this.#state = STRING;
    }
  }

  #readNumber(chunk: Buffer, start: number): number {
    const end = chunk.length;
    let at = start;
    let state = this.#number;
    for (; at < end; at += 1) {
      const byte = chunk[at] ?? 0;
      if (!isNumberByte(byte)) break;
      state = nextNumberState(state, byte);
      if (isRefused(state)) {
        this.fault = 'it is no JSON';
        return at;
      }
    }
    this.#number = state;
    if (at < end) this.#endNumber(chunk, at);
    return at;
  }

  #endNumber(chunk: Buffer, end: number): void {
    if (isComplete(this.#number)) this.#endValue(chunk, end);
    else this.fault = 'it is no JSON';
  }

  #readLiteral(chunk: Buffer, start: number): number {
    let at = start;
    for (; at < chunk.length && this.#literalAt < this.#literal.length; at += 1, this.#literalAt += 1) {
      if (chunk[at] !== this.#literal[this.#literalAt]) {
        this.fault = 'it is no JSON';
        return at;
      }
    }
    if (this.#literalAt === this.#literal.length) this.#endValue(chunk, at);
    return at;
  }
}

type Searching =
  | Extract<ValuePlan, { readonly kind: 'search' }>
  | (WalkPlan & { readonly search: TextSearch });

function isSearching(plan: ValuePlan): plan is Searching {
  return plan.kind === 'search' || (plan.kind === 'walk' && plan.search !== null);
}

/** Whether a value of a kind is looked through as a whole. */
function isSearched(plan: ValuePlan, kind: number): plan is Searching {
  return isSearching(plan) && (kind & plan.kinds & (KIND.string | KIND.number)) !== 0;
}

function kindOf(byte: number): number {
  switch (byte) {
    case 0x7b:
      return KIND.object;
    case 0x5b:
      return KIND.array;
    case 0x22:
      return KIND.string;
    case 0x74:
    case 0x66:
      return KIND.boolean;
    case 0x6e:
      return KIND.null;
    default:
      return byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ? KIND.number : 0;
  }
}

/** The name that a key in quotes stands for. */
function nameOf(key: Buffer, start: number, end: number): string {
  return String(JSON.parse(key.toString('utf8', start, end)));
}

function isHexadecimal(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}

/** `"`, `\`, `/`, and the letters of b, f, n, r and t. */
function isEscape(byte: number): boolean {
  return [0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74].includes(byte);
}

function doubled(flags: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(2 * flags.length);
  more.set(flags);
  return more;
}
