/** Budgets that processes share: never more than the limit together, and nothing refused that is left. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { SharedBudgets } from '../../../runtime/src/budgets/shared-budgets.ts';
import { SharedCounts } from '../../../runtime/src/budgets/shared-counts.ts';

const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'dlp-shared-'));
afterAll(() => rmSync(directory, { recursive: true }));
let files = 0;

function newFile(): string {
  files += 1;
  return join(directory, `${files}.sqlite`);
}

function budgetsOn(file: string, workers = 3): { counts: SharedCounts; budgets: SharedBudgets } {
  const counts = new SharedCounts(file);
  const onFailure = (error: unknown) => {
    throw error;
  };
  return { counts, budgets: new SharedBudgets(counts, { source: 'crm', workers, onFailure }) };
}

const DAY = 86_400_000;

const arbitraryAct = fc.oneof(
  fc.record({
    act: fc.constant('spend' as const),
    worker: fc.nat(2),
    amount: fc.integer({ min: 1, max: 30 }),
    isOneOfMany: fc.boolean(),
  }),
  fc.record({ act: fc.constant('rest' as const), worker: fc.nat(2) }),
  fc.record({ act: fc.constant('clock' as const), milliseconds: fc.integer({ min: -DAY, max: DAY }) }),
);

describe('what workers spend together', () => {
  test('is never more than the limit, and is refused only where what is left is set aside by others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.array(arbitraryAct, { maxLength: 80 }),
        (limit, acts) => {
          const file = newFile();
          const workers = [0, 1, 2].map(() => budgetsOn(file));
          let now = 100 * DAY;
          let period = 0;
          let granted = 0;
          /** What is left of the period that is counted: a clock that was set back stays in the one that it had reached. */
          const left = () => limit - (Math.floor(now / DAY) > period ? 0 : granted);
          const spend = (worker: number, amount: number, isOneOfMany: boolean): boolean => {
            const isGranted =
              workers[worker]?.budgets.spend({ key: 'k', amount, limit, length: DAY, now, isOneOfMany }) ===
              true;
            if (!isGranted) return false;
            expect(amount).toBeLessThanOrEqual(left());
            granted = limit - left() + amount;
            period = Math.max(period, Math.floor(now / DAY));
            return true;
          };
          const allRest = () => {
            for (const { budgets } of workers) budgets.rest();
          };
          for (const act of acts) {
            if (act.act === 'clock') now += act.milliseconds;
            else if (act.act === 'rest') workers[act.worker]?.budgets.rest();
            else if (!spend(act.worker, act.amount, act.isOneOfMany)) {
              // With nothing set aside, exactly what does not fit is refused.
              allRest();
              const fits = act.amount <= left();
              expect(spend(act.worker, act.amount, false)).toBe(fits);
            }
          }
          allRest();
          for (let worker = 0; left() > 0; worker = (worker + 1) % 3)
            expect(spend(worker, 1, false)).toBe(true);
          expect(spend(0, 1, true)).toBe(false);
          for (const { counts } of workers) counts.close();
        },
      ),
      { numRuns: 60, verbose: true },
    );
  });

  test('is kept apart by source and key, and forgotten when its period is over', () => {
    const { counts, budgets } = budgetsOn(newFile());
    const other = new SharedBudgets(counts, { source: 'hr', workers: 3, onFailure: () => undefined });
    const one = { amount: 1, limit: 1, length: 60_000, isOneOfMany: false };
    expect(budgets.spend({ ...one, key: 'a', now: 0 })).toBe(true);
    expect(budgets.spend({ ...one, key: 'b', now: 0 })).toBe(true);
    expect(other.spend({ ...one, key: 'a', now: 0 })).toBe(true);
    expect(budgets.spend({ ...one, key: 'a', now: 59_999 })).toBe(false);
    counts.sweep(59_999);
    expect(budgets.spend({ ...one, key: 'a', now: 59_999 })).toBe(false);
    expect(budgets.spend({ ...one, key: 'a', now: 60_000 })).toBe(true);
    // Set back, a clock gives no second budget.
    expect(budgets.spend({ ...one, key: 'a', now: 0 })).toBe(false);
    counts.close();
  });

  test('is refused where nobody can count', () => {
    const { counts } = budgetsOn(newFile());
    const failures: unknown[] = [];
    const budgets = new SharedBudgets(counts, {
      ...{ source: 'crm', workers: 3 },
      onFailure: (error) => failures.push(error),
    });
    counts.close();
    const now = 0;
    expect(budgets.spend({ key: 'a', amount: 1, limit: 9, length: 60_000, now, isOneOfMany: true })).toBe(
      false,
    );
    expect(failures).toHaveLength(1);
  });
});

const SPENDER = fileURLToPath(new URL('./spender.ts', import.meta.url));

/** What one process says last that it was granted; `kill`: it is killed at the first word. */
function spender(file: string, limit: number, unit: string, seed: number, kill = false): Promise<number> {
  const child = spawn(process.execPath, [SPENDER, file, String(limit), unit, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => {
    said += piece;
    if (kill) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0 && !kill) reject(new Error(`a spender ended with ${code}`));
      resolve(Number(said.trim().split('\n').at(-1) ?? 0));
    });
  });
}

describe('processes that spend at the same time', () => {
  test.each([
    ['statements', 2_000],
    ['rows', 20_000],
  ] as const)('are granted as many %s as the limit says, and not one more or less', async (unit, limit) => {
    const file = newFile();
    const all = [1, 2, 3, 4].map((seed) => spender(file, limit, unit, seed));
    const granted = (await Promise.all(all)).reduce((sum, each) => sum + each, 0);
    const { counts, budgets } = budgetsOn(file, 4);
    let left = 0;
    const one = { key: 'k', amount: 1, limit, length: DAY, now: 0, isOneOfMany: false };
    while (budgets.spend(one)) left += 1;
    counts.close();
    expect(granted + left).toBe(limit);
    // Whoever gave up while others had parts set aside gave up early, by little.
    expect(left).toBeLessThanOrEqual(unit === 'statements' ? 0 : limit / 32);
  });

  test('and one of which is killed: what it had set aside counts as spent', async () => {
    const file = newFile();
    const limit = 20_000;
    const killed = spender(file, limit, 'rows', 9, true);
    const others = [1, 2].map((seed) => spender(file, limit, 'rows', seed));
    const granted = (await Promise.all(others)).reduce((sum, each) => sum + each, 0);
    expect(granted + (await killed)).toBeLessThanOrEqual(limit);
  });
});
