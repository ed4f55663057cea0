/** One segment while it grows: its file, its chain, and what it has defined. Fails as its file does. */
import type { KeyObject } from 'node:crypto';
import {
  FIRST_LINE,
  type JsonObject,
  type KnownEnd,
  NO_HASH,
  OWN_KINDS,
  type SegmentOpening,
} from './format.ts';
import { encodeFrame } from './frame.ts';
import type { OpenFile } from './records-files.ts';
import { seal } from './seal.ts';

/** Something that entries speak of; described once in each segment. */
export interface Definition {
  /** What it is: `session`, `statement`. */
  readonly what: string;
  readonly describe: () => JsonObject;
}

/** What is to be written. */
export interface Entry {
  readonly kind: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Described before the entry, and named in it by number, under {@link Definition.what}. */
  readonly about: readonly Definition[];
  readonly data: JsonObject;
  readonly body: readonly Buffer[];
}

/** A checkpoint is signed after so many bytes, or at the next tick of the clock. */
const CHECKPOINT_BYTES = 1024 * 1024;

export class SegmentWriter {
  readonly openedAt: number;
  readonly journal: string;
  readonly number: number;
  readonly #file: OpenFile;
  readonly #key: KeyObject;
  readonly #defined = new WeakMap<Definition, number>();
  #definitions = 0;
  #entries = 0;
  #hash: Buffer = NO_HASH;
  #bytes = 0;
  #sinceCheckpoint = 0;
  #unsynced = false;

  private constructor(file: OpenFile, key: KeyObject, { journal, segment, at }: SegmentOpening) {
    this.#file = file;
    this.#key = key;
    this.journal = journal;
    this.number = segment;
    this.openedAt = at;
  }

  /** Begins a segment in an empty file. */
  static async begin(file: OpenFile, key: KeyObject, opening: SegmentOpening): Promise<SegmentWriter> {
    const segment = new SegmentWriter(file, key, opening);
    const first = Buffer.from(FIRST_LINE);
    const frames = segment.#encoder();
    frames.add({
      ...opening,
      known: opening.known.map((end) => ({ ...end })),
      previous: previousOf(opening),
    });
    frames.checkpoint(opening.at);
    await segment.#write([first, ...frames.buffers], first.length + frames.bytes, true);
    frames.take();
    return segment;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What is written, on the disk or not yet. */
  get end(): KnownEnd {
    const { journal, number: segment } = this;
    return { journal, segment, bytes: this.#bytes, hash: this.#hash.toString('hex'), closed: false };
  }

  /** Writes entries; `durable`: they are on the disk when this resolves. After a failure nothing of them counts. */
  async append(entries: readonly Entry[], durable: boolean): Promise<void> {
    const frames = this.#encoder();
    for (const entry of entries) frames.entry(entry);
    if (this.#sinceCheckpoint + frames.bytes >= CHECKPOINT_BYTES) frames.checkpoint(entries.at(-1)?.at ?? 0);
    await this.#write(frames.buffers, frames.bytes, durable);
    frames.take();
  }

  /** Signs what is there, where anything is that no signature covers, and brings it to the disk. */
  async checkpoint(at: number): Promise<void> {
    if (this.#sinceCheckpoint > 0) {
      const frames = this.#encoder();
      frames.checkpoint(at);
      await this.#write(frames.buffers, frames.bytes, true);
      frames.take();
    } else if (this.#unsynced) await this.#sync();
  }

  /** Signs the segment as a whole; nothing follows. */
  async close(at: number): Promise<KnownEnd> {
    const frames = this.#encoder();
    frames.signed(OWN_KINDS.close, at);
    await this.#write(frames.buffers, frames.bytes, true);
    frames.take();
    await this.#file.close();
    return { ...this.end, closed: true };
  }

  /** After a failure: takes back what did not count, as far as the file system lets it. */
  async abandon(): Promise<void> {
    await this.#file.truncate(this.#bytes).catch(ignoreFailure);
    await this.#file.close().catch(ignoreFailure);
  }

  async #write(buffers: readonly Buffer[], bytes: number, durable: boolean): Promise<void> {
    await this.#file.append(buffers);
    if (durable) await this.#sync();
    else this.#unsynced = true;
    this.#bytes += bytes;
  }

  async #sync(): Promise<void> {
    await this.#file.sync();
    this.#unsynced = false;
  }

  /** Frames that follow what is written; nothing of this segment changes until they are taken. */
  #encoder() {
    const buffers: Buffer[] = [];
    const numbers = new Map<Definition, number>();
    let [hash, entries, bytes, definitions] = [this.#hash, this.#entries, 0, this.#definitions];
    let sinceCheckpoint = this.#sinceCheckpoint;
    const add = (head: JsonObject, body: readonly Buffer[] = []) => {
      const frame = encodeFrame(hash, head, body);
      for (const buffer of frame.buffers) buffers.push(buffer);
      hash = frame.hash;
      entries += 1;
      bytes += frame.bytes;
      sinceCheckpoint += frame.bytes;
    };
    const numberOf = (definition: Definition, at: number): number => {
      const known = this.#defined.get(definition) ?? numbers.get(definition);
      if (known !== undefined) return known;
      definitions += 1;
      numbers.set(definition, definitions);
      add({
        kind: OWN_KINDS.define,
        at,
        what: definition.what,
        number: definitions,
        ...definition.describe(),
      });
      return definitions;
    };
    const signed = (kind: string, at: number) => {
      const { journal, number } = this;
      const signature = seal({ kind, journal, segment: number, entries, hash }, this.#key);
      add({ kind, at, entries, signature });
      sinceCheckpoint = 0;
    };
    return {
      buffers,
      get bytes() {
        return bytes;
      },
      add,
      signed,
      checkpoint: (at: number) => signed(OWN_KINDS.checkpoint, at),
      entry: ({ kind, at, about, data, body }: Entry) => {
        const references = about.map((definition) => [definition.what, numberOf(definition, at)]);
        add({ kind, at, ...Object.fromEntries(references), ...data }, body);
      },
      /** They are written. */
      take: () => {
        for (const [definition, number] of numbers) this.#defined.set(definition, number);
        this.#hash = hash;
        this.#entries = entries;
        this.#definitions = definitions;
        this.#sinceCheckpoint = sinceCheckpoint;
      },
    };
  }
}

function previousOf({ previous }: SegmentOpening): JsonObject | null {
  return previous === null ? null : { ...previous };
}

/** The file has failed already, and that was told. */
function ignoreFailure(error: unknown): void {
  if (!(error instanceof Error)) throw error;
}
