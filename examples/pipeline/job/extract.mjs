// Copies customers with their cards into the bucket.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const { DATABASE_URL, BUCKET } = process.env;
const client = new pg.Client(DATABASE_URL);
await client.connect();
const { rows } = await client.query(
  `SELECT c.id, c.name, c.region, c.email, c.ssn, k.number AS card
     FROM customers c JOIN cards k ON k.customer_id = c.id ORDER BY c.id`,
);
await client.end();
await writeFile(join(BUCKET, 'customers.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
console.log(`extract: ${rows.length} customers`);
