/** One segment while it grows: its file and its chain. Fails as its file does; after that nothing of what failed counts. */
import type { KeyObject } from 'node:crypto';
import { Batch, type Definitions } from './batch.ts';
import {
  FIRST_LINES,
  FULL_BATCH_BYTES,
  type KnownEnd,
  NO_HASH,
  OWN_KINDS,
  type SegmentOpening,
} from './format.ts';
import type { OpenFile } from './records-files.ts';
import { seal } from './seal.ts';

/** A checkpoint is signed after so many bytes, or at the next tick of the clock. */
const CHECKPOINT_BYTES = 1024 * 1024;
const AT_ONCE_BYTES = 2 * FULL_BATCH_BYTES;

export class SegmentWriter {
  readonly openedAt: number;
  readonly journal: string;
  readonly number: number;
  /** What the batches of this segment have defined. */
  readonly definitions: Definitions;
  readonly #file: OpenFile;
  readonly #key: KeyObject;
  #entries = 0;
  #hash: Buffer = NO_HASH;
  #bytes = 0;
  #unsigned = 0;
  #unsynced = false;
  /** What counts: a failure takes the rest back. */
  #keptBytes = 0;
  #keptHash: Buffer = NO_HASH;

  private constructor(
    file: OpenFile,
    key: KeyObject,
    definitions: Definitions,
    { journal, segment, at }: SegmentOpening,
  ) {
    this.#file = file;
    this.#key = key;
    this.definitions = definitions;
    this.journal = journal;
    this.number = segment;
    this.openedAt = at;
  }

  /** Begins a segment in an empty file. */
  static async begin(
    file: OpenFile,
    key: KeyObject,
    definitions: Definitions,
    opening: SegmentOpening,
  ): Promise<SegmentWriter> {
    const segment = new SegmentWriter(file, key, definitions, opening);
    const first = Buffer.from(FIRST_LINES[2]);
    file.writeAtOnce(first, 0);
    segment.#bytes = first.length;
    const { kind, at, previous, known, ...told } = opening;
    const data = { ...told, previous: previous && { ...previous }, known: known.map((end) => ({ ...end })) };
    const batch = new Batch(definitions);
    batch.add({ kind, data }, at);
    await segment.write(batch);
    await segment.checkpoint(at);
    return segment;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Where what counts ends. */
  get end(): KnownEnd {
    const { journal, number: segment } = this;
    return { journal, segment, bytes: this.#keptBytes, hash: this.#keptHash.toString('hex'), closed: false };
  }

  /** What was written so far counts. */
  keep(): void {
    this.#keptBytes = this.#bytes;
    this.#keptHash = this.#hash;
  }

  /** Whether a batch is so short that to hand it over takes less time than a thread that does it. */
  isAtOnce({ length }: Batch): boolean {
    return length <= AT_ONCE_BYTES;
  }

  /** Hands a batch to the operating system: before it returns, where it is not so long that others would wait for it. */
  write(batch: Batch): Promise<void> | null {
    const { bytes, hash } = batch.seal(this.#hash);
    this.#unsynced = true;
    const written = () => {
      this.#hash = hash;
      this.#bytes += bytes.length;
      this.#entries += batch.entries;
      this.#unsigned += bytes.length;
    };
    if (!this.isAtOnce(batch)) return this.#file.write(bytes, this.#bytes).then(written);
    this.#file.writeAtOnce(bytes, this.#bytes);
    written();
    return null;
  }

  /** Resolves when all that was written is on the disk. */
  async sync(): Promise<void> {
    await this.#file.sync();
    this.#unsynced = false;
  }

  /** Whether so much stands behind the last signature that it is time for one. */
  get wantsSignature(): boolean {
    return this.#unsigned >= CHECKPOINT_BYTES;
  }

  /** Signs what is there, where anything is that no signature covers, and brings it to the disk. */
  async checkpoint(at: number): Promise<void> {
    if (this.#unsigned > 0) this.sign(OWN_KINDS.checkpoint, at);
    if (this.#unsynced) await this.sync();
    this.keep();
  }

  /** A signature over all that stands before it, in a batch of its own. */
  sign(kind: string, at: number): void {
    const batch = new Batch(this.definitions);
    const { journal, number: segment } = this;
    const entries = this.#entries;
    const signature = seal({ kind, journal, segment, entries, hash: this.#hash }, this.#key);
    batch.add({ kind, data: { entries, signature } }, at);
    void this.write(batch);
    this.#unsigned = 0;
  }

  /** Signs the segment as a whole; nothing follows. */
  async close(at: number): Promise<KnownEnd> {
    this.sign(OWN_KINDS.close, at);
    await this.sync();
    await this.#file.close();
    this.keep();
    return { ...this.end, closed: true };
  }

  /** After a failure: takes back what did not count, as far as the file system lets it. */
  async abandon(): Promise<void> {
    await this.#file.truncate(this.#keptBytes).catch(ignoreFailure);
    await this.#file.close().catch(ignoreFailure);
  }
}

/** The file has failed already, and that was told. */
function ignoreFailure(error: unknown): void {
  if (!(error instanceof Error)) throw error;
}
