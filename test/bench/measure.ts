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
  const sides = contestants.map(({ name: side }, index) => summary(side, figures[index] ?? []));
  return { name, sides };
}

/** The figures of one side. */
export function summary(name: string, values: readonly number[]): Side {
  return { name, median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** How long most of many like things took: their median, and what 95 of 100 stay within. */
export function percentiles(name: string, values: readonly number[]): Measured {
  const sorted = values.toSorted((a, b) => a - b);
  const range = { least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return {
    name,
    sides: [
      { name: 'median', median: at(0.5), ...range },
      { name: '95th percentile', median: at(0.95), ...range },
    ],
  };
}

/** One figure, measured once. */
export function single(name: string, side: string, figure: number): Measured {
  return { name, sides: [{ name: side, median: figure, least: figure, most: figure }] };
}

/** Milliseconds that `work` takes. */
export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
