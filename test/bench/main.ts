/** `npm run bench`: every benchmark, as a table; `-- --write` puts it into docs/benchmarks.md. Stops by itself. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkBenchmarks } from './check.ts';
import { compileBenchmarks } from './compile.ts';
import { decisionBenchmarks } from './decide.ts';
import { httpBenchmarks } from './http.ts';
import { judgeBenchmarks } from './judge.ts';
import { lspBenchmarks } from './lsp.ts';
import type { Measured } from './measure.ts';
import { memoryBenchmarks } from './memory.ts';
import { recheckBenchmarks } from './recheck.ts';
import { recordBenchmarks } from './records.ts';
import { mergeReports, proseOf, report } from './report.ts';
import { sessionBenchmarks } from './session.ts';
import { wireBenchmarks } from './wire.ts';

const PAGE = 'docs/benchmarks.md';
const { values } = parseArgs({ options: { write: { type: 'boolean' }, only: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'dlp-bench-'));
try {
  const measured: Measured[] = [];
  const benchmarks = {
    check: () => checkBenchmarks(scratch),
    recheck: () => recheckBenchmarks(scratch),
    compile: () => compileBenchmarks(scratch),
    lsp: () => lspBenchmarks(scratch),
    decide: decisionBenchmarks,
    judge: judgeBenchmarks,
    session: sessionBenchmarks,
    http: () => httpBenchmarks(scratch),
    wire: () => wireBenchmarks(scratch),
    memory: memoryBenchmarks,
    records: () => recordBenchmarks(scratch),
  };
  for (const [name, run] of Object.entries(benchmarks))
    if (values.only === undefined || values.only === name) measured.push(...(await run()));
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`;
  const text = report(measured, machine);
  process.stdout.write(text);
  if (values.write) {
    // What was not measured this time stays as it was, and so does what people wrote.
    const old = readFileSync(PAGE, 'utf8');
    writeFileSync(PAGE, mergeReports(values.only === undefined ? proseOf(old) : old, text));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
