/** Where the workers of one proxy count what is spent together: a file of the primary's, in memory where the machine has a place for that. */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Budgets } from '../judge/budgets/budgets.ts';
import { SharedBudgets } from './shared-budgets.ts';
import { SharedCounts } from './shared-counts.ts';

/** Names the file to a worker. */
export const COUNTS_VARIABLE = 'DLP_PROXY_COUNTS';

/** A new directory for the owner alone. Throws where none can be made. */
export function countsDirectory(): { readonly file: string; remove(): void } {
  const directory = mkdtempSync(join(inMemory() ?? tmpdir(), 'dlp-proxy-counts-'));
  return {
    file: join(directory, 'counts.sqlite'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export interface WorkerBudgets {
  of(source: string): Budgets;
  /** Gives back what nobody needs now, also of sessions that ended in the middle of an answer. */
  rest(now: number): void;
}

/** Throws where the file cannot be used. */
export function workerBudgets(
  file: string,
  workers: number,
  onFailure: (error: unknown) => void,
): WorkerBudgets {
  const counts = new SharedCounts(file);
  const all: SharedBudgets[] = [];
  return {
    of: (source) => {
      const budgets = new SharedBudgets(counts, { source, workers, onFailure });
      all.push(budgets);
      return budgets;
    },
    rest: (now) => {
      for (const budgets of all) budgets.rest();
      try {
        counts.sweep(now);
      } catch (error) {
        onFailure(error);
      }
    },
  };
}

/** Where Linux keeps files in memory. */
function inMemory(): string | null {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    // Elsewhere there is none.
    return null;
  }
}
