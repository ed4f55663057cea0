/**
 * `dlpc check` from a cold start: the program as people run it, on sets of policies that grow by doubling. What is looked for
 * is a cost that doubles with the rules and no more.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { alternate, type Measured } from './measure.ts';
import { writePolicySet } from './policy-set.ts';
import { DLPC } from './programs.ts';

const RULES = [2_500, 5_000, 10_000] as const;
const ROUNDS = 5;

/** Has the program tell what it took, as the last thing that it does. */
const TELL = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write('\\n' + JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }));
})`;

interface Cost {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly megabytes: number;
}

/** Measures in the folder `scratch`, which is the caller's to remove. */
export async function checkBenchmarks(scratch: string): Promise<readonly Measured[]> {
  const sets = RULES.map((rules) => ({ rules, folder: join(scratch, `check-${rules}`) }));
  for (const { rules, folder } of sets) writePolicySet(folder, rules);
  const measure = (name: string, figure: (cost: Cost) => number): Promise<Measured> =>
    alternate(
      name,
      sets.map(({ rules, folder }) => ({
        name: `${rules.toLocaleString('en')} rules, ${(rules / 5).toLocaleString('en')} tables`,
        run: async () => figure(costOfCheck(folder)),
      })),
      ROUNDS,
    );
  return [
    await measure('dlpc check, cold (s)', ({ seconds }) => seconds),
    await measure('dlpc check, processor time (s)', ({ processorSeconds }) => processorSeconds),
    await measure('dlpc check, most memory (MB)', ({ megabytes }) => megabytes),
  ];
}

function costOfCheck(folder: string): Cost {
  const start = process.hrtime.bigint();
  const tell = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', tell, DLPC, 'check', folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`dlpc check ended with ${status}: ${stderr.slice(0, 1000)}`);
  const told = JSON.parse(stderr.slice(stderr.lastIndexOf('\n') + 1)) as { maxRSS: number; cpu: number };
  return { seconds, processorSeconds: told.cpu / 1e6, megabytes: told.maxRSS / 1024 };
}
