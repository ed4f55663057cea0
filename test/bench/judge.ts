/** The judge without the wire: a statement seen first, and one seen before. */
import { Judge } from '../../runtime/src/judge/judge.ts';
import { catalogOf, matcher, parser } from '../runtime/judge/fixture.ts';
import { askerOf } from '../support/askers.ts';
import { alternate, type Contestant, type Measured } from './measure.ts';

const STATEMENTS = {
  'one masked relation': (i: number) => `select * from customers where id = ${i}`,
  'five joins, three of them masked': (i: number) =>
    `select a.ssn, b.name, count(*), max(c.ssn) from customers a join customers b on a.id = b.id join customers c on c.id = b.id
       join orders o on o.customer_id = c.id join orders p on p.id = o.id
      where a.ssn like 'x${i}%' group by 1, 2 order by 3 desc limit 10`,
  'nothing protected': (i: number) => `select * from orders where id = ${i}`,
} as const;

export async function judgeBenchmarks(): Promise<readonly Measured[]> {
  const judge = new Judge({ matcher, revision: 'bench' }, catalogOf(), parser);
  const caller = judge.classOf(askerOf({ groups: new Set(['contractors']) }), 0);
  let next = 0;
  const first: Contestant[] = [];
  const other: Contestant[] = [];
  const again: Contestant[] = [];
  for (const [name, make] of Object.entries(STATEMENTS)) {
    // A comment keeps a text from having a template.
    first.push({
      name,
      run: () => microseconds(500, () => caller.judge(`${make(next++)} -- new`, 'extended')),
    });
    other.push({ name, run: () => microseconds(5_000, () => caller.judge(make(next++), 'extended')) });
    const text = make(-1);
    again.push({ name, run: () => microseconds(200_000, () => caller.judge(text, 'extended')) });
  }
  return [
    await alternate('statement seen first (µs)', first, 7),
    await alternate('statement seen with other constants (µs)', other, 7),
    await alternate('statement seen before (µs)', again, 7),
  ];
}

async function microseconds(count: number, work: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i += 1) work();
  return Number(process.hrtime.bigint() - start) / 1e3 / count;
}
