/** Medians of alternating runs: a machine that gets slower does so for both sides. */

export interface Measured {
  /** With the unit. */
  readonly name: string;
  readonly sides: readonly Side[];
}

export interface Side {
  readonly name: string;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** One side of a comparison: does its work once and says what it measured. */
export interface Contestant {
  readonly name: string;
  run(): Promise<number>;
  /** Lets go of what it holds, after the last round. */
  end?(): Promise<void>;
}

/** Runs the contestants in turn `rounds` times, after one round that does not count. */
export async function alternate(
  name: string,
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Measured> {
  const figures: number[][] = contestants.map(() => []);
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      const figure = await contestant.run();
      if (round >= 0) figures[index]?.push(figure);
    }
  }
  for (const contestant of contestants) await contestant.end?.();
  const sides = contestants.map(({ name: side }, index) => {
    const values = figures[index] ?? [];
    return { name: side, median: median(values), least: Math.min(...values), most: Math.max(...values) };
  });
  return { name, sides };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
