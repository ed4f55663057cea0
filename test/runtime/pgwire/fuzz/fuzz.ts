/** A loop that looks for inputs which run what no input before them ran, and asks of each whether it is handled as promised. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { random } from '../../../demo/random.ts';
import { startCoverage } from './coverage.ts';
import { mutated } from './mutate.ts';

export interface Target {
  /** Of the corpus: one input in hexadecimal a line. */
  readonly corpus: string;
  /** The ends of the addresses of the sources that are looked at. */
  readonly files: readonly string[];
  /** Throws where `input`, cut at `cut`, is not handled as promised. */
  readonly check: (input: Buffer, cut: number) => Promise<void> | void;
}

export interface Fuzzed {
  readonly inputs: number;
  /** Blocks that the corpus ran, and that the search ran. */
  readonly known: number;
  readonly reached: number;
}

/** For longer searches by hand; with `DLP_FUZZ_KEEP` what they find goes into the corpus. */
const SECONDS = Number(process.env.DLP_FUZZ_SECONDS ?? 5);
const KEEPS = process.env.DLP_FUZZ_KEEP !== undefined;

/** Searches for some seconds. An input that breaks a promise is named in the error, with the seed. */
export async function fuzz(target: Target, seed: number): Promise<Fuzzed> {
  const file = fileURLToPath(new URL(`./corpus/${target.corpus}.hex`, import.meta.url));
  const corpus = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line, 'hex'));
  const { whole } = random(seed);
  const pick = (below: number): number => whole(0, below - 1);
  const coverage = startCoverage(target.files);
  const seen = new Set<string>();
  /** Whether it ran something new. */
  const tried = async (input: Buffer): Promise<boolean> => {
    const cut = pick(input.length + 1);
    try {
      await target.check(input, cut);
    } catch (error) {
      const what = `seed ${seed}, input ${input.toString('hex')}, cut at ${cut}`;
      throw new Error(`${target.corpus}: ${what}: ${String(error)}`, { cause: error });
    }
    const before = seen.size;
    for (const block of coverage.take()) seen.add(block);
    return seen.size > before;
  };
  try {
    coverage.take();
    for (const input of corpus) await tried(input);
    const known = seen.size;
    const found: Buffer[] = [];
    let inputs = 0;
    const end = Date.now() + SECONDS * 1_000;
    for (; Date.now() < end; inputs += 1) {
      const all = [...corpus, ...found];
      const one = (): Buffer => all[pick(all.length)] ?? Buffer.alloc(0);
      const input = mutated(one(), one(), pick);
      if (await tried(input)) found.push(input);
    }
    if (KEEPS)
      writeFileSync(file, [...corpus, ...found].map((input) => `${input.toString('hex')}\n`).join(''));
    return { inputs, known, reached: seen.size };
  } finally {
    coverage.stop();
  }
}
