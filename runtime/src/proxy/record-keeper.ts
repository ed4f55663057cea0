/** Keeps the records of a process: its journal, what is removed and compressed, and who may write to it. */
import type { RecordsConfig } from '../config/config.ts';
import type { RequestRecorder } from '../http/request-recorder.ts';
import type { Log } from '../log/logger.ts';
import type { SessionRecorder } from '../pgwire/recorder.ts';
import { HttpRecorder, type HttpRecorderOptions } from '../records/http/http-recorder.ts';
import { Visits } from '../records/http/visits.ts';
import { compressSegment } from '../records/journal/compress-segment.ts';
import type { JsonObject, KnownEnd } from '../records/journal/format.ts';
import { Journal, reasonOf } from '../records/journal/journal.ts';
import type { RecordsFiles } from '../records/journal/records-files.ts';
import { retire } from '../records/journal/retention.ts';
import { digestKey } from '../records/journal/seal.ts';
import { segmentFile } from '../records/journal/segment-name.ts';
import { Surroundings } from '../records/journal/surroundings.ts';
import { Digests } from '../records/sql/digests.ts';
import { SqlSessionRecorder } from '../records/sql/session-recorder.ts';
import { StatementDefinitions } from '../records/sql/statement-definitions.ts';
import { logInternalError } from './internal-error.ts';

export interface RecordParts {
  readonly log: Log;
  readonly recordsFiles: (directory: string) => RecordsFiles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** From 1 on; one alone removes what has been kept long enough. */
  readonly worker: number;
}

interface Held {
  readonly journal: Journal;
  readonly files: RecordsFiles;
  readonly surroundings: Surroundings;
}

const RETENTION_MILLISECONDS = 10 * 60_000;

export class RecordKeeper {
  readonly journal: Journal;
  readonly #config: RecordsConfig;
  readonly #parts: RecordParts;
  readonly #files: RecordsFiles;
  readonly #surroundings: Surroundings;
  readonly #digests: Digests;
  readonly #definitions = new StatementDefinitions();
  readonly #visits: Visits;
  readonly #timer: NodeJS.Timeout | null;
  #compressing: Promise<void>;

  private constructor(config: RecordsConfig, parts: RecordParts, held: Held) {
    this.#config = config;
    this.#parts = parts;
    this.journal = held.journal;
    this.#files = held.files;
    this.#surroundings = held.surroundings;
    this.#digests = new Digests(digestKey(config.key));
    this.#visits = new Visits(held.journal, parts.now);
    this.#compressing = Promise.resolve();
    this.#timer = parts.worker === 1 ? setInterval(() => void this.retire(), RETENTION_MILLISECONDS) : null;
    this.#timer?.unref();
  }

  /** A sentence where records cannot be kept in the directory. */
  static async begin(config: RecordsConfig, parts: RecordParts): Promise<RecordKeeper | string> {
    const { log, now, worker } = parts;
    const files = parts.recordsFiles(config.directory);
    const surroundings = new Surroundings(files, config.key);
    let keeper: RecordKeeper | null = null;
    try {
      await files.prepare();
      const journal = await Journal.begin({
        ...{ files, surroundings, now, worker, key: config.key },
        waitsForDisk: config.survives === 'machine',
        rotateBytes: config.rotateBytes,
        rotateMilliseconds: config.rotateMilliseconds,
        onClosed: (end) => keeper?.closed(end),
        onFailure: (reason) => {
          if (reason === null) log('records-resumed', { directory: config.directory });
          else log('records-failed', { directory: config.directory, reason });
        },
      });
      keeper = new RecordKeeper(config, parts, { journal, files, surroundings });
    } catch (error) {
      return `records cannot be kept in ${config.directory}: ${reasonOf(error)}`;
    }
    log('records-begun', { directory: config.directory, journal: keeper.journal.name });
    await keeper.retire();
    return keeper;
  }

  /** Keeps the record of one session. `session`: who has it, without secrets. */
  sqlRecorder(
    session: JsonObject,
    isUnlabelled: (relation: number, column: number) => boolean,
  ): SessionRecorder {
    return new SqlSessionRecorder({
      ...{ journal: this.journal, digests: this.#digests, definitions: this.#definitions },
      ...{ session, isUnlabelled, clock: this.#parts.clock },
    });
  }

  /** Keeps the record of one request to an API. `who`: who asks, without secrets, alike for all that is one visit. */
  httpRecorder(
    who: JsonObject,
    options: Pick<HttpRecorderOptions, 'level' | 'request' | 'revision' | 'evidenceOf'>,
  ): RequestRecorder {
    const { now, clock } = this.#parts;
    return new HttpRecorder({
      ...{ ...options, journal: this.journal, digests: this.#digests, now, clock },
      visit: this.#visits.of(who),
    });
  }

  /** Removes what has been kept long enough. Never rejects. */
  async retire(): Promise<void> {
    const { retainMilliseconds: maxAgeMilliseconds, retainBytes: maxBytes } = this.#config;
    if (this.#parts.worker !== 1 || (maxAgeMilliseconds === null && maxBytes === null)) return;
    const rule = { maxAgeMilliseconds, maxBytes };
    try {
      const gone = await retire(this.#files, this.journal, this.#surroundings, rule, this.#parts.now());
      if (gone > 0) this.#parts.log('records-retired', { segments: gone });
    } catch (error) {
      logInternalError(this.#parts.log, 'removing old records', error);
    }
  }

  closed({ journal, segment, hash }: KnownEnd): void {
    const file = segmentFile({ journal, segment, compressed: false });
    this.#parts.log('records-segment-closed', { file, hash });
    if (!this.#config.compress) return;
    this.#compressing = this.#compressing.then(async () => {
      try {
        await compressSegment(this.#files, { journal, segment });
      } catch (error) {
        // The segment stays as it is, which is as good.
        logInternalError(this.#parts.log, 'compressing records', error);
      }
    });
  }

  /** Resolves when all is on the disk. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#visits.close();
    await this.journal.close();
    await this.#compressing;
  }
}
