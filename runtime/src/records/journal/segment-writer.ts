/** One segment while it grows: its file, its chain, and what it has defined. Fails as its file does. */
import type { KeyObject } from 'node:crypto';
import {
  FIRST_LINE,
  type Json,
  type JsonObject,
  type KnownEnd,
  NO_HASH,
  OWN_KINDS,
  type SegmentOpening,
} from './format.ts';
import { FrameBatch } from './frame-batch.ts';
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
/** Less than this is handed to the operating system at once: it costs less than a thread that does it. */
export const AT_ONCE_BYTES = 256 * 1024;

export class SegmentWriter {
  readonly openedAt: number;
  readonly journal: string;
  readonly number: number;
  readonly #file: OpenFile;
  readonly #key: KeyObject;
  readonly #defined = new WeakMap<Definition, number>();
  #definitions = 0;
  #entries = 0;
  readonly #batch = new FrameBatch();
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
    await segment.#write([first, ...frames.buffers()], first.length + frames.bytes, true);
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
    const frames = this.#framesOf(entries);
    await this.#write(frames.buffers(), frames.bytes, durable);
    frames.take();
  }

  /** Hands entries to the operating system before it returns. Throws where that fails, and then nothing of them counts. */
  appendAtOnce(entries: readonly Entry[]): void {
    const frames = this.#framesOf(entries);
    this.#file.appendAtOnce(frames.buffers());
    this.#unsynced = true;
    this.#bytes += frames.bytes;
    frames.take();
  }

  /** Signs what is there, where anything is that no signature covers, and brings it to the disk. */
  async checkpoint(at: number): Promise<void> {
    if (this.#sinceCheckpoint > 0) {
      const frames = this.#encoder();
      frames.checkpoint(at);
      await this.#write(frames.buffers(), frames.bytes, true);
      frames.take();
    } else if (this.#unsynced) await this.#sync();
  }

  /** Signs the segment as a whole; nothing follows. */
  async close(at: number): Promise<KnownEnd> {
    const frames = this.#encoder();
    frames.signed(OWN_KINDS.close, at);
    await this.#write(frames.buffers(), frames.bytes, true);
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
    if (bytes <= AT_ONCE_BYTES) this.#file.appendAtOnce(buffers);
    else await this.#file.append(buffers);
    if (durable) await this.#sync();
    else this.#unsynced = true;
    this.#bytes += bytes;
  }

  async #sync(): Promise<void> {
    await this.#file.sync();
    this.#unsynced = false;
  }

  #framesOf(entries: readonly Entry[]) {
    const frames = this.#encoder();
    for (const entry of entries) frames.entry(entry);
    if (this.#sinceCheckpoint + frames.bytes >= CHECKPOINT_BYTES) frames.checkpoint(entries.at(-1)?.at ?? 0);
    return frames;
  }

  /** Frames that follow what is written; nothing of this segment changes until they are taken. */
  #encoder() {
    const batch = this.#batch;
    batch.begin(this.#hash);
    const numbers = new Map<Definition, number>();
    let [entries, definitions] = [this.#entries, this.#definitions];
    let covered = -this.#sinceCheckpoint;
    const add = (head: JsonObject, body: readonly Buffer[] = []) => {
      batch.add(head, body);
      entries += 1;
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
      const signature = seal({ kind, journal, segment: number, entries, hash: batch.hash }, this.#key);
      add({ kind, at, entries, signature });
      covered = batch.bytes;
    };
    return {
      buffers: () => batch.buffers(),
      get bytes() {
        return batch.bytes;
      },
      add,
      signed,
      checkpoint: (at: number) => signed(OWN_KINDS.checkpoint, at),
      entry: ({ kind, at, about, data, body }: Entry) => {
        const head: Record<string, Json> = { kind, at };
        for (const definition of about) head[definition.what] = numberOf(definition, at);
        add(Object.assign(head, data), body);
      },
      /** They are written. */
      take: () => {
        for (const [definition, number] of numbers) this.#defined.set(definition, number);
        this.#hash = batch.hash;
        this.#entries = entries;
        this.#definitions = definitions;
        this.#sinceCheckpoint = batch.bytes - covered;
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
