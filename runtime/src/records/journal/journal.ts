/**
 * A journal: entries in the order in which they were given, in segments, on the disk before anybody is told that they are. One for
 * each process. Knows nothing of what it records.
 *
 * Whatever waits while the disk is busy is written together and brought to the disk once (group commit). After a failure nothing more is
 * taken until a new segment could be begun, which is tried again and again: the one that failed ends where its last entry
 * was written whole, and the next says so.
 */
import type { KeyObject } from 'node:crypto';
import { type JsonObject, type KnownEnd, OWN_KINDS, type SegmentOpening } from './format.ts';
import type { RecordsFiles } from './records-files.ts';
import { keyId } from './seal.ts';
import { newJournalName, segmentFile } from './segment-name.ts';
import { AT_ONCE_BYTES, type Definition, type Entry, SegmentWriter } from './segment-writer.ts';
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

export interface JournalEntry {
  readonly kind: string;
  readonly data: JsonObject;
  readonly about?: readonly Definition[];
  /** Taken as they are; must not change afterwards. */
  readonly body?: readonly Buffer[];
}

/**
 * `durable`: on the disk. `written`: with the operating system, which keeps it unless the machine fails. `along`: the same, whenever something else is
 * written, or a moment later.
 */
export type Keeping = 'durable' | 'written' | 'along';

/** Told what became of an entry, in the order of entries: whether it was written, and is on the disk where that was asked for. */
export type Kept = (ok: boolean) => void;

interface Waiting {
  readonly entry: Entry;
  readonly durable: boolean;
  readonly kept: Kept | null;
}

/** How often a segment is looked at: checkpoints, age, and whether it can go on after a failure. */
const TICK_MILLISECONDS = 1000;
/** How long what goes along waits for something to go along with. */
const ALONG_MILLISECONDS = 50;
/** No more entries than this are written at once. */
const MAX_BATCH = 2000;

export class Journal {
  readonly name: string;
  readonly #options: JournalOptions;
  #segment: SegmentWriter | null = null;
  #last: KnownEnd | null = null;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #failure: string | null = null;
  #closed = false;
  #started = false;
  #later: NodeJS.Timeout | null = null;
  readonly #ticks: NodeJS.Timeout;

  private constructor(options: JournalOptions) {
    this.#options = options;
    this.name = newJournalName(options.now());
    this.#ticks = setInterval(() => void this.#exclusively(() => this.#tick()), TICK_MILLISECONDS);
    this.#ticks.unref();
  }

  /** Begins a journal of its own in the directory. Rejects where nothing can be written there. */
  static async begin(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    try {
      await journal.#beginSegment();
    } catch (error) {
      clearInterval(journal.#ticks);
      throw error;
    }
    return journal;
  }

  /** Why nothing is taken now, a clause; null where entries are. */
  get failure(): string | null {
    return this.#closed ? 'the proxy is shutting down' : this.#failure;
  }

  /** Takes an entry, and tells `kept` when it is kept as it is meant to be. Never throws. */
  append({ kind, data, about = [], body = [] }: JournalEntry, keeping: Keeping, kept: Kept | null): void {
    if (this.failure !== null) {
      if (kept !== null) setImmediate(kept, false);
      return;
    }
    const entry = { kind, at: this.#options.now(), about, data, body };
    const durable = keeping === 'durable' && this.#options.waitsForDisk;
    this.#waiting.push({ entry, durable, kept });
    if (keeping === 'along') {
      this.#later ??= setTimeout(this.#start, ALONG_MILLISECONDS);
    } else if (!this.#started && this.#running === null) {
      // At the end of the turn: what other sessions say in it goes along.
      this.#started = true;
      setImmediate(this.#start);
    }
  }

  /** Resolves when all that was given before is on the disk. */
  async close(): Promise<void> {
    clearInterval(this.#ticks);
    await this.#exclusively(async () => {
      await this.#writeWaiting();
      this.#closed = true;
      await this.#closeSegment();
    });
  }

  readonly #start = (): void => {
    this.#started = false;
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
    if (this.#waiting.length === 0 || this.#writeAtOnce()) return;
    void this.#exclusively(() => this.#writeWaiting());
  };

  /** Writes what waits where nothing of it waits for anything but the operating system; false where it does, and nothing was done. */
  #writeAtOnce(): boolean {
    const segment = this.#segment;
    const batch = this.#waiting;
    if (this.#running !== null || segment === null || this.#isDue(segment) || batch.length > MAX_BATCH)
      return false;
    let bytes = 0;
    for (const { entry, durable } of batch) {
      if (durable) return false;
      for (const { length } of entry.body) bytes += length;
    }
    if (bytes > AT_ONCE_BYTES) return false;
    try {
      segment.appendAtOnce(batch.map(({ entry }) => entry));
    } catch (error) {
      void this.#exclusively(() => Promise.reject(error));
      return true;
    }
    this.#waiting = [];
    for (const { kept } of batch) kept?.(true);
    return true;
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

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#rotate();
      const segment = this.#segment;
      if (segment === null) throw new Error('there is no segment to write to');
      const batch = this.#waiting.slice(0, MAX_BATCH);
      await segment.append(
        batch.map(({ entry }) => entry),
        batch.some(({ durable }) => durable),
      );
      this.#waiting.splice(0, batch.length);
      for (const { kept } of batch) kept?.(true);
    }
  }

  async #tick(): Promise<void> {
    if (this.#failure !== null) return this.#recover();
    await this.#rotate();
    await this.#segment?.checkpoint(this.#options.now());
  }

  async #rotate(): Promise<void> {
    if (this.#segment === null || !this.#isDue(this.#segment)) return;
    await this.#closeSegment();
    await this.#beginSegment();
  }

  #isDue({ bytes, openedAt }: SegmentWriter): boolean {
    const { rotateBytes, rotateMilliseconds, now } = this.#options;
    // A clock that was set back makes no segment live for ever: its age counts both ways.
    return bytes >= rotateBytes || Math.abs(now() - openedAt) >= rotateMilliseconds;
  }

  async #beginSegment(): Promise<void> {
    const { files, key, worker, now, surroundings } = this.#options;
    const number = (this.#last?.segment ?? 0) + 1;
    const opening: SegmentOpening = {
      ...{ kind: OWN_KINDS.open, at: now(), format: 1, journal: this.name, segment: number, key: keyId(key) },
      ...{ worker, pid: process.pid, previous: this.#last },
      ...(await surroundings.look(this.name)),
    };
    const file = await files.create(segmentFile({ journal: this.name, segment: number, compressed: false }));
    try {
      this.#segment = await SegmentWriter.begin(file, key, opening);
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
    const lost = this.#waiting;
    this.#waiting = [];
    for (const { kept } of lost) kept?.(false);
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
