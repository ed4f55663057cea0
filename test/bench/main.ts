/** `npm run bench`: every benchmark, as a table; `-- --write` puts it into docs/benchmarks.md. Stops by itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judgeBenchmarks } from './judge.ts';
import type { Measured } from './measure.ts';
import { report } from './report.ts';
import { wireBenchmarks } from './wire.ts';

const { values } = parseArgs({ options: { write: { type: 'boolean' }, only: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'dlp-bench-'));
try {
  const measured: Measured[] = [];
  if (values.only !== 'wire') measured.push(...(await judgeBenchmarks()));
  if (values.only !== 'judge') measured.push(...(await wireBenchmarks(scratch)));
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`;
  const text = report(measured, machine);
  process.stdout.write(text);
  if (values.write) writeFileSync('docs/benchmarks.md', text);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
