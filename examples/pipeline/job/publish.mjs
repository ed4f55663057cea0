// Makes the report, and notes in the database that there is one.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const { DATABASE_URL, BUCKET } = process.env;
const text = await readFile(join(BUCKET, 'enriched.jsonl'), 'utf8');
const customers = text
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const client = new pg.Client(DATABASE_URL);
await client.connect();
const { rows } = await client.query(
  'SELECT customer_id, sum(cents) AS cents FROM orders GROUP BY customer_id',
);
const spent = new Map(rows.map(({ customer_id, cents }) => [customer_id, Number(cents)]));
const regions = {};
for (const { id, region } of customers) regions[region] = (regions[region] ?? 0) + (spent.get(id) ?? 0);
const matched = customers.filter(({ matches }) => matches).length;
await client.query('INSERT INTO nightly_reports (customers, matched) VALUES ($1, $2)', [
  customers.length,
  matched,
]);
await client.end();
const report = { customers: customers.length, matched, cents: regions };
await writeFile(join(BUCKET, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
console.log(`publish: ${matched} of ${customers.length} customers, ${Object.keys(regions).length} regions`);
