/**
 * A check after an edit, as the editor does it: the same memo, one file changed. Edits are keys somewhere in some file, some of which
 * break the syntax, and statements that are put in and taken out; 10,000 rules over 2,000 tables.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPolicies, Memo, memoryHost } from '@dlpc/compiler';
import { type Measured, percentiles } from './measure.ts';
import { writePolicySet } from './policy-set.ts';

const RULES = 10_000;
const EDITS = 200;
/** Before these the code is not warm, as that of an editor is after its first minute. */
const WARMING = 40;

export async function recheckBenchmarks(scratch: string): Promise<readonly Measured[]> {
  const folder = join(scratch, 'recheck');
  writePolicySet(folder, RULES);
  const texts = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const host = memoryHost(Object.fromEntries(texts));
  const [databases, apis, memo] = [new Map(), new Map(), new Memo()];
  const check = () => checkPolicies(host, ['.'], databases, apis, memo);
  await check();

  const wall: number[] = [];
  const processor: number[] = [];
  const files = [...texts.keys()].filter((name) => name.endsWith('.dlp'));
  for (let edit = -WARMING; edit < EDITS; edit += 1) {
    const file = files[Math.abs(edit * 7919) % files.length] ?? '';
    const text = texts.get(file) ?? '';
    for (const changed of [edited(text, Math.abs(edit)), text]) {
      await host.writeFile(file, changed);
      const [start, used] = [process.hrtime.bigint(), process.cpuUsage()];
      await check();
      const took = Number(process.hrtime.bigint() - start) / 1e6;
      const { user, system } = process.cpuUsage(used);
      if (edit < 0) continue;
      wall.push(took);
      processor.push((user + system) / 1e3);
    }
  }
  return [
    percentiles('check after an edit, 10,000 rules, 2,000 tables (ms)', wall),
    percentiles('check after an edit, processor time (ms)', processor),
  ];
}

/** A letter more, a letter less, a statement of another kind, or one more. */
function edited(text: string, edit: number): string {
  const at = (edit * 104_729) % text.length;
  switch (edit % 4) {
    case 0:
      return `${text.slice(0, at)}x${text.slice(at)}`;
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.replace('allow select', 'allow delete');
    default:
      return text.replace('    deny delete', '    mask l1.a with redact\n    deny delete');
  }
}
