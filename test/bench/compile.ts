/** `dlpc compile` from a cold start, from policies to a written bundle. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, type Measured } from './measure.ts';
import { writePolicySet } from './policy-set.ts';
import { DLPC } from './programs.ts';

const RULES = 10_000;
const ROUNDS = 3;

export async function compileBenchmarks(scratch: string): Promise<readonly Measured[]> {
  const folder = join(scratch, 'compile');
  const out = join(scratch, 'bundle');
  writePolicySet(folder, RULES);
  const run = async (): Promise<number> => {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, [DLPC, 'compile', folder, '--output', out], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (status !== 0) throw new Error(`dlpc compile ended with ${status}: ${stderr.slice(0, 1000)}`);
    rmSync(out, { recursive: true });
    return seconds;
  };
  return [await alternate('dlpc compile, cold (s)', [{ name: '10,000 rules, 2,000 tables', run }], ROUNDS)];
}
