import { readFileSync } from 'node:fs';
import { isHarmlessFunction } from '/work/main/runtime/src/judge/known/functions.ts';
import { isRefusedOperator } from '/work/main/runtime/src/judge/known/operators.ts';
import { systemRelationRefusal } from '/work/main/runtime/src/judge/known/relations.ts';
import { isHarmlessType } from '/work/main/runtime/src/judge/known/types.ts';
import { namesIn } from '/work/main/test/runtime/judge/known/names-in-statement.ts';

const t = readFileSync(process.argv[2], 'utf8');
for (const c of t.split(/^-- command: /m).slice(1)) {
  const i = c.indexOf('\n');
  const n = await namesIn(c.slice(i));
  const bad = [];
  for (const f of n.functions) {
    const [q, a] = f.split('/');
    const [s, name] = q.split('.');
    if (!isHarmlessFunction(name, Number(a))) bad.push('F ' + f);
  }
  for (const r of n.relations) {
    const [s, name] = r.split('.');
    const x = systemRelationRefusal(s || 'pg_catalog', name);
    if (x) bad.push('R ' + r + ': ' + x);
  }
  for (const r of n.types) {
    if (!isHarmlessType(r.split('.')[1])) bad.push('T ' + r);
  }
  for (const r of n.operators) {
    if (isRefusedOperator(r.split('.').slice(1).join('.'))) bad.push('O ' + r);
  }
  if (bad.length) console.log(c.slice(0, i), bad.join(' | '));
}
