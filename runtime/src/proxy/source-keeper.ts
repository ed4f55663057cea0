/**
 * Keeps a source's snapshot fresh: reads its server now and then, more often while that fails, and says what it finds.
 * Readings never overlap; asking for one while one is under way asks for another after it.
 */
import { disagreement } from '../catalog/agreement.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Log } from '../log/logger.ts';
import { failureReason } from './failure-reason.ts';
import type { Source } from './source.ts';
import type { SourceReading } from './source-reader.ts';

const FIRST_RETRY_SECONDS = 1;
const LAST_RETRY_SECONDS = 30;

export interface SourceKeeperOptions {
  readonly source: Source;
  /** Reads the server with what the policy in force protects. */
  readonly read: () => Promise<SourceReading>;
  readonly refreshSeconds: number;
  /** Milliseconds of the clock that the source uses. */
  readonly clock: () => number;
  readonly log: Log;
}

export class SourceKeeper {
  readonly #options: SourceKeeperOptions;
  readonly #said = new Set<string>();
  #ready = false;
  #stale = false;
  #retrySeconds = FIRST_RETRY_SECONDS;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(options: SourceKeeperOptions) {
    this.#options = options;
  }

  /** Reads the server now. Resolves when the source holds what was found, or it was said why not. Never rejects. */
  refresh(): Promise<void> {
    if (this.#reading !== null) {
      this.#again = true;
      return this.#reading;
    }
    clearTimeout(this.#timer);
    this.#reading = this.#readUntilSettled();
    return this.#reading;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #readUntilSettled(): Promise<void> {
    let seconds: number;
    do {
      this.#again = false;
      seconds = await this.#readOnce();
    } while (this.#again && !this.#stopped);
    this.#reading = null;
    if (!this.#stopped) this.#timer = setTimeout(() => void this.refresh(), seconds * 1000);
  }

  /** Resolves to the seconds until the next time. */
  async #readOnce(): Promise<number> {
    const { source, read, refreshSeconds, clock } = this.#options;
    const startedAt = clock();
    let reading: SourceReading;
    try {
      reading = await read();
    } catch (error) {
      return this.#failed(failureReason(error));
    }
    const refusals = reading.problems.filter((problem) => problem.severity === 'refuse');
    source.setRoleRefused(refusals.length > 0);
    if (refusals.length > 0) return this.#refused(refusals.map((problem) => problem.message));
    const previous = source.catalog;
    source.setCatalog(reading.catalog, startedAt);
    this.#succeeded(reading, previous);
    return refreshSeconds;
  }

  #succeeded({ catalog, problems }: SourceReading, previous: Catalog | null): void {
    const { source, log } = this.#options;
    this.#stale = false;
    this.#retrySeconds = FIRST_RETRY_SECONDS;
    if (!this.#ready) {
      this.#ready = true;
      log('source-ready', {
        source: source.name,
        serverVersion: catalog.serverVersion,
        catalog: catalog.version,
      });
    } else if (previous !== null && previous.version !== catalog.version) {
      log('catalog-changed', { source: source.name, catalog: catalog.version, previous: previous.version });
    }
    this.#warn([...problems.map((problem) => problem.message), ...disagreements(source, catalog)]);
  }

  #failed(reason: string): number {
    const { source, log } = this.#options;
    this.#ready = false;
    const retrySeconds = this.#backOff();
    log('source-unavailable', { source: source.name, reason, retrySeconds });
    if (source.obstacle()?.kind === 'stale' && !this.#stale) {
      this.#stale = true;
      log('source-stale', { source: source.name, seconds: Math.round((source.age ?? 0) / 1000) });
    }
    return retrySeconds;
  }

  #refused(problems: readonly string[]): number {
    this.#ready = false;
    const retrySeconds = this.#backOff();
    this.#options.log('source-refused', { source: this.#options.source.name, problems, retrySeconds });
    return retrySeconds;
  }

  #backOff(): number {
    const seconds = this.#retrySeconds;
    this.#retrySeconds = Math.min(seconds * 2, LAST_RETRY_SECONDS);
    return seconds;
  }

  /** Says each thing once, and again when it has been gone in between. */
  #warn(messages: readonly string[]): void {
    for (const message of messages) {
      if (!this.#said.has(message)) {
        this.#options.log('source-warning', { source: this.#options.source.name, message });
      }
    }
    this.#said.clear();
    for (const message of messages) this.#said.add(message);
  }
}

/** Relations on which policy and server disagree: the judge refuses to read them. */
function disagreements(source: Source, catalog: Catalog): readonly string[] {
  const { relations } = source.policy.matcher;
  return [...relations].flatMap(([key, entry]) => {
    const name = `"${entry.schema}"."${entry.name}"`;
    const live = catalog.relations.get(key);
    if (live === undefined) return [`the policy's relation ${name} is not on the server`];
    const difference = disagreement(entry, live, catalog, relations);
    return difference === null
      ? []
      : [`relation ${name} is not what the policy was compiled for: ${difference}`];
  });
}
