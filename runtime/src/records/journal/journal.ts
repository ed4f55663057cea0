/**
 * A journal: entries in the order in which they were given, in segments, on the disk before anybody is told that they are. One for
 * each process. Knows nothing of what it records.
 *
 * Whatever waits while the disk is busy is written together and brought to the disk once (group commit). After a failure nothing more is
 * taken until a new segment could be begun, which is tried again and again: the one that failed ends where its last entry
 * was written whole, and the next says so.
 */
import type { KeyObject } from 'node:crypto';
import { Batch, Definitions } from './batch.ts';
import type { JournalEntry } from './entry.ts';
import { type KnownEnd, OWN_KINDS, type SegmentOpening } from './format.ts';
import type { RecordsFiles } from './records-files.ts';
import { keyId } from './seal.ts';
import { newJournalName, segmentFile } from './segment-name.ts';
import { SegmentWriter } from './segment-writer.ts';
import type { Surroundings } from './surroundings.ts';

export interface JournalOptions {
  readonly files: RecordsFiles;
  /** Ed25519, private. */
  readonly key: KeyObject;
  /** A segment is closed when it has grown so large. */
  readonly rotateBytes: number;
  /** Or so old. */
  readonly rotateMilliseconds: number;
  /** Whether what is `durable` waits for the disk; else it is `written`, and brought to the disk within a second. */
  readonly waitsForDisk: boolean;
  readonly worker: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What else there is in the directory. */
  readonly surroundings: Surroundings;
  readonly onClosed: (end: KnownEnd) => void;
  /** Told when nothing more is taken, with a clause that says why; with null when it is again. */
  readonly onFailure: (reason: string | null) => void;
}

/**
 * `durable`: on the disk. `written`: with the operating system, which keeps it unless the machine fails. `along`: the same, whenever something else is
 * written, or a moment later.
 */
export type Keeping = 'durable' | 'written' | 'along';

/** Told what became of an entry, in the order of entries: whether it was written, and is on the disk where that was asked for. */
export type Kept = (ok: boolean) => void;

/** A batch that waits, and who is told when it is kept. */
interface Waiting {
  readonly batch: Batch;
  readonly told: Kept[];
  durable: boolean;
}

/** How often a segment is looked at: checkpoints, age, and whether it can go on after a failure. */
const TICK_MILLISECONDS = 1000;
/** How long what goes along waits for something to go along with. */
const ALONG_MILLISECONDS = 50;
/** Batches that are used again. */
const SPARE_BATCHES = 4;

export class Journal {
  readonly name: string;
  readonly #options: JournalOptions;
  /** Of the segment that what is appended now will be in. */
  #definitions = new Definitions();
  #segment: SegmentWriter | null = null;
  #last: KnownEnd | null = null;
  #waiting: Waiting[] = [];
  #writing: Waiting[] = [];
  readonly #spare: Batch[] = [];
  #running: Promise<void> | null = null;
  #failure: string | null = null;
  #closed = false;
  #started = false;
  #later: NodeJS.Timeout | null = null;
  #ticks: NodeJS.Timeout | null = null;

  private constructor(options: JournalOptions) {
    this.#options = options;
    this.name = newJournalName(options.now());
  }

  /** Begins a journal of its own in the directory. Rejects where nothing can be written there. */
  static async begin(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    await journal.#beginSegment();
    journal.#ticks = setInterval(() => void journal.#exclusively(() => journal.#tick()), TICK_MILLISECONDS);
    journal.#ticks.unref();
    return journal;
  }

  /** Why nothing is taken now, a clause; null where entries are. */
  get failure(): string | null {
    return this.#closed ? 'the proxy is shutting down' : this.#failure;
  }

  /** Takes an entry, and tells `kept` when it is kept as it is meant to be. Never throws. */
  append(entry: JournalEntry, keeping: Keeping, kept: Kept | null): void {
    if (this.failure !== null) {
      if (kept !== null) setImmediate(kept, false);
      return;
    }
    const waiting = this.#batch();
    if (kept !== null) waiting.told.push(kept);
    if (keeping === 'durable' && this.#options.waitsForDisk) waiting.durable = true;
    try {
      waiting.batch.add(entry, this.#options.now());
    } catch (error) {
      void this.#exclusively(() => Promise.reject(error));
      return;
    }
    if (keeping === 'along') {
      this.#later ??= setTimeout(this.#startLater, ALONG_MILLISECONDS);
    } else if (!this.#started && this.#running === null) {
      // At the end of the turn: what other sessions say in it goes along.
      this.#started = true;
      setImmediate(this.#start);
    }
  }

  /** Resolves when all that was given before is on the disk. */
  async close(): Promise<void> {
    if (this.#ticks !== null) clearInterval(this.#ticks);
    if (this.#later !== null) clearTimeout(this.#later);
    await this.#exclusively(async () => {
      await this.#writeWaiting();
      this.#closed = true;
      await this.#closeSegment();
    });
  }

  readonly #startLater = (): void => {
    this.#later = null;
    this.#start();
  };

  readonly #start = (): void => {
    this.#started = false;
    if (this.#waiting.length === 0 || this.#running !== null || this.#writeAtOnce()) return;
    void this.#exclusively(() => this.#writeWaiting());
  };

  /** The batch for what is appended now. */
  #batch(): Waiting {
    const last = this.#waiting.at(-1);
    if (last !== undefined && last.batch.definitions === this.#definitions && !last.batch.isFull) return last;
    const spare = this.#spare.pop();
    spare?.clear(this.#definitions);
    const waiting = { batch: spare ?? new Batch(this.#definitions), told: [], durable: false };
    this.#waiting.push(waiting);
    return waiting;
  }

  /** Writes what waits where nothing of it waits for anything but the operating system; false where it does, and nothing was done. */
  #writeAtOnce(): boolean {
    const segment = this.#segment;
    const [first, second] = this.#waiting;
    if (segment === null || first === undefined || second !== undefined || first.durable) return false;
    if (first.batch.definitions !== segment.definitions || !segment.isAtOnce(first.batch)) return false;
    if (segment.wantsSignature || this.#isDue(segment)) return false;
    this.#writing = this.#waiting;
    this.#waiting = [];
    try {
      void segment.write(first.batch);
    } catch (error) {
      void this.#exclusively(() => Promise.reject(error));
      return true;
    }
    this.#tell(segment);
    return true;
  }

  /** What was being written is kept. */
  #tell(segment: SegmentWriter): void {
    segment.keep();
    const written = this.#writing;
    this.#writing = [];
    for (const { told, batch } of written) {
      for (const kept of told) kept(true);
      if (this.#spare.length < SPARE_BATCHES) this.#spare.push(batch);
    }
  }

  /** One after another: everything that touches the segment. */
  async #exclusively(task: () => Promise<void>): Promise<void> {
    const before = this.#running;
    const run = (async () => {
      await before;
      try {
        await task();
      } catch (error) {
        await this.#fail(error);
      }
    })();
    this.#running = run;
    await run;
    if (this.#running !== run) return;
    this.#running = null;
    if (this.#waiting.length === 0) return;
    this.#started = true;
    setImmediate(this.#start);
  }

  /** Whatever gathers while the disk is busy is written together, and brought to it once. */
  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const segment = await this.#segmentInUse();
      const rest = this.#waiting.findIndex(({ batch }) => batch.definitions !== segment.definitions);
      this.#writing = this.#waiting.splice(0, rest === -1 ? this.#waiting.length : rest);
      for (const { batch } of this.#writing) await segment.write(batch);
      if (segment.wantsSignature) segment.sign(OWN_KINDS.checkpoint, this.#options.now());
      const isDurable = this.#writing.some(({ durable }) => durable);
      if (isDurable) await segment.sync();
      this.#tell(segment);
      // What those who were told say next, and what came meanwhile, goes along with what waits already.
      if (isDurable) await endOfTurn();
    }
  }

  async #tick(): Promise<void> {
    if (this.#failure !== null) return this.#recover();
    const segment = await this.#segmentInUse();
    await segment.checkpoint(this.#options.now());
  }

  /** The one that what waits first goes into; another one is begun where it is time, and nothing that waits speaks of what this one has defined. */
  async #segmentInUse(): Promise<SegmentWriter> {
    if (this.#segment === null) throw new Error('there is no segment to write to');
    const { definitions } = this.#segment;
    if (this.#definitions === definitions && this.#isDue(this.#segment))
      this.#definitions = new Definitions();
    if (this.#definitions === definitions || this.#waiting[0]?.batch.definitions === definitions)
      return this.#segment;
    await this.#closeSegment();
    return this.#beginSegment();
  }

  #isDue({ bytes, openedAt }: SegmentWriter): boolean {
    const { rotateBytes, rotateMilliseconds, now } = this.#options;
    // A clock that was set back makes no segment live for ever: its age counts both ways.
    return bytes >= rotateBytes || Math.abs(now() - openedAt) >= rotateMilliseconds;
  }

  async #beginSegment(): Promise<SegmentWriter> {
    const { files, key, worker, now, surroundings } = this.#options;
    const number = (this.#last?.segment ?? 0) + 1;
    const opening: SegmentOpening = {
      ...{ kind: OWN_KINDS.open, at: now(), format: 2, journal: this.name, segment: number, key: keyId(key) },
      ...{ worker, pid: process.pid, previous: this.#last },
      ...(await surroundings.look(this.name)),
    };
    const file = await files.create(segmentFile({ journal: this.name, segment: number, compressed: false }));
    try {
      this.#segment = await SegmentWriter.begin(file, key, this.#definitions, opening);
      return this.#segment;
    } catch (error) {
      // Its name is used up; the next attempt must not find it.
      await file.close().catch(() => undefined);
      await files.remove(segmentFile({ journal: this.name, segment: number, compressed: false }));
      throw error;
    }
  }

  async #closeSegment(): Promise<void> {
    const segment = this.#segment;
    if (segment === null) return;
    const end = await segment.close(this.#options.now());
    this.#segment = null;
    this.#last = end;
    this.#options.onClosed(end);
  }

  async #fail(error: unknown): Promise<void> {
    const segment = this.#segment;
    if (segment !== null) {
      this.#segment = null;
      this.#last = segment.end;
      await segment.abandon();
    }
    if (this.#failure === null) {
      this.#failure = reasonOf(error);
      this.#options.onFailure(this.#failure);
    }
    const lost = [...this.#writing, ...this.#waiting];
    this.#writing = [];
    this.#waiting = [];
    this.#definitions = new Definitions();
    for (const { told } of lost) for (const kept of told) kept(false);
  }

  async #recover(): Promise<void> {
    try {
      await this.#beginSegment();
    } catch (error) {
      this.#failure = reasonOf(error);
      return;
    }
    this.#failure = null;
    this.#options.onFailure(null);
  }
}

/** When what the sockets have is read. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clause without the file system's own words, which name paths. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'there is no space left for it';
    case 'EROFS':
      return 'the file system can only be read';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'ENOENT':
      return 'its directory is gone';
    default:
      return typeof code === 'string' ? `writing failed with ${code}` : 'writing failed';
  }
}
