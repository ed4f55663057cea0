/**
 * Completion in a large project, by hand: `node --conditions=dlpc-source test/bench/completion.ts`. 10,000 rules in
 * 200 files over 2,000 tables; what is measured is one answer, after the project was checked once.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPolicies, nodeHost } from '@dlpc/compiler';
import { SourceText } from '@dlpc/language';
import { complete } from '../../lsp/src/completion/complete.ts';
import { contextOf } from '../../lsp/src/features/context-of.ts';
import { writePolicySet } from './policy-set.ts';

const RULES = 10_000;
const ROUNDS = 40;

/** What is typed at the end of a file of the set. */
const TYPED: readonly string[] = [
  'pol',
  'classify l1.a crm.',
  'classify l1.a crm.table_17.',
  'policy p for g1',
  'policy p for g1 {\n  on crm {\n    allow select on table_1',
  'policy p for g1 {\n  on crm {\n    mask l1.a with ',
  'test "t" {\n  as { kind: human }\n  sql crm "select col',
];

const folder = mkdtempSync(join(tmpdir(), 'dlpc-bench-'));
try {
  writePolicySet(folder, RULES);
  const result = await checkPolicies(nodeHost, [folder]);
  const path = join(folder, 'team-100.dlp');
  const before = readFileSync(path, 'utf8');
  for (const typed of TYPED) {
    const source = new SourceText(path, `${before}\n${typed}`);
    const times: number[] = [];
    let items = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const start = performance.now();
      items = complete(contextOf(result, source, source.text.length), { snippets: true }).items.length;
      times.push(performance.now() - start);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(share * (ROUNDS - 1))] ?? 0).toFixed(1);
    const place = JSON.stringify(typed.split('\n').at(-1));
    console.log(
      `${place}: ${items} items, median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, first ${times[0]?.toFixed(1)} ms`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
