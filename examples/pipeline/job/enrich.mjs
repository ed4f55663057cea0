// Puts beside each customer what billing knows of them, and whether both mean the same address.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const { BILLING_URL, BILLING_AUTHORIZATION, BUCKET } = process.env;
const text = await readFile(join(BUCKET, 'customers.jsonl'), 'utf8');
const customers = text
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const enriched = [];
for (const customer of customers) {
  const response = await fetch(`${BILLING_URL}/v1/customers/${customer.id}`, {
    headers: { authorization: BILLING_AUTHORIZATION },
  });
  if (!response.ok) throw new Error(`billing answers ${response.status}: ${await response.text()}`);
  const billing = await response.json();
  enriched.push({ ...customer, billing, matches: billing.email === customer.email });
}
await writeFile(join(BUCKET, 'enriched.jsonl'), enriched.map((each) => `${JSON.stringify(each)}\n`).join(''));
console.log(`enrich: ${enriched.filter(({ matches }) => matches).length} of ${enriched.length} match`);
