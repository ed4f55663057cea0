/** The tour, in its order. */
import { columns, everything, hashed, hidden, lastFour, redacted } from './looks.ts';
import type { Scene } from './scene.ts';

export const SCENES: readonly Scene[] = [
  {
    kind: 'question',
    title: 'One select, three callers',
    text: 'None of them changed a query, a driver or a connection string. The database answers each of them with other columns.',
    sql: 'select id, full_name, email, ssn, date_of_birth, city from customers order by id limit 3',
    way: 'simple',
    expect: {
      contractor: columns('nothing about who it is', {
        full_name: redacted,
        email: redacted,
        ssn: redacted,
        date_of_birth: hidden,
      }),
      pipeline: columns('keys to join by, no people', {
        full_name: redacted,
        email: hashed,
        ssn: lastFour,
        date_of_birth: hidden,
      }),
      support: columns('a name and an address, no SSN', { ssn: lastFour, date_of_birth: hidden }),
    },
  },
  {
    kind: 'question',
    title: 'Functions and groups work on the mask',
    text: 'Masking the result would miss upper(ssn), and give 2,400 groups away. Here the mask stands where the table is read.',
    sql: 'select upper(ssn) as ssn, count(*) from customers group by 1 order by 2 desc, 1 limit 3',
    way: 'simple',
    expect: {
      contractor: {
        says: 'one group of all customers',
        holds: (seen) => seen.rows.length === 1 && redacted(seen.rows[0]?.[0] ?? null, null),
      },
      pipeline: lastFourGroups(),
      support: lastFourGroups(),
    },
  },
  {
    kind: 'question',
    title: 'Guessing does not help',
    text: 'A filter on a masked column compares the mask. Counting rows tells only those something who may see the value.',
    sql: "select count(*) as customers from customers where email like '%@example.com'",
    way: 'simple',
    expect: {
      contractor: { says: 'no row matches', holds: (seen) => seen.rows[0]?.[0] === '0' },
      pipeline: { says: 'no row matches', holds: (seen) => seen.rows[0]?.[0] === '0' },
      support: everything,
    },
  },
  {
    kind: 'question',
    title: 'Hashes still join',
    text: 'Equal addresses have equal hashes in both tables, so the pipeline finds every pair without reading one of them. Where all addresses look alike, a join pairs each with each.',
    sql: "select count(*) as pairs, count(distinct c.email) as addresses from customers c join support_tickets t on t.contact_email = c.email where c.country = 'VN'",
    way: 'simple',
    expect: {
      contractor: {
        says: 'one address for all of them',
        holds: (seen, stored) => seen.rows[0]?.[1] === '1' && seen.rows[0]?.[0] !== stored.rows[0]?.[0],
      },
      pipeline: everything,
      support: everything,
    },
  },
  {
    kind: 'question',
    title: 'What people write',
    text: 'Customers quote card and phone numbers in their tickets. Agents have to read that; jobs do not.',
    sql: 'select id, status, subject, body from support_tickets where id in (8, 13) order by id',
    way: 'simple',
    expect: {
      contractor: columns('no text', { subject: redacted, body: redacted }),
      pipeline: columns('no text', { subject: redacted, body: redacted }),
      support: everything,
    },
  },
  {
    kind: 'question',
    title: 'A prepared statement in binary format',
    text: 'As drivers send it. The proxy does not guess from the bytes of a result what they might be.',
    sql: 'select id, email, phone, date_of_birth from customers order by id limit 2',
    way: 'binary',
    expect: {
      contractor: columns('masks, in binary', { email: redacted, phone: redacted, date_of_birth: hidden }),
      pipeline: columns('hashes, in binary', { email: hashed, phone: hashed, date_of_birth: hidden }),
      support: columns('contacts, in binary', { date_of_birth: hidden }),
    },
  },
  {
    kind: 'question',
    title: 'COPY, the way bulk data leaves',
    text: 'copy (select …) to stdout never has result columns to mask. The rows in it are masked all the same.',
    sql: 'select id, email, ssn from customers order by id limit 2',
    way: 'copy',
    expect: {
      contractor: columns('masks', { email: redacted, ssn: redacted }),
      pipeline: columns('hashes, last digits', { email: hashed, ssn: lastFour }),
      support: columns('contacts, last digits', { ssn: lastFour }),
    },
  },
  {
    kind: 'request',
    title: 'The same customers, over HTTP',
    text: 'An API shows what the CRM stores; its OpenAPI document names the fields, and they bear the labels of the columns. Each caller sees there what it sees in the database: a hash is even the same hash.',
    path: '/v1/customers',
    sql: 'select id, full_name, email, ssn, city from customers order by id limit 2',
    expect: {
      contractor: columns('nothing about who it is', { full_name: redacted, email: redacted, ssn: redacted }),
      pipeline: columns('the keys that join in SQL', { full_name: redacted, email: hashed, ssn: lastFour }),
      support: columns('a name and an address, no SSN', { ssn: lastFour }),
    },
  },
  {
    kind: 'work',
    title: 'The job does its work',
    text: 'The pipeline enriches customers, every night and unchanged. What it reads is masked where it reads it, so masks are what it stores: whoever gets at this table gets at nobody.',
    caller: 'pipeline',
    sql: 'insert into enriched_customers (customer_id, contact_key, ssn_last4, orders, lifetime_value, open_tickets) select c.id, c.email, right(c.ssn, 4), count(o.id), coalesce(sum(o.total), 0), 0 from customers c left join orders o on o.customer_id = c.id group by c.id, c.email, c.ssn',
    look: 'select customer_id, contact_key, ssn_last4, orders, lifetime_value from enriched_customers order by 1 limit 2',
    says: 'keys, digits and sums',
    holds: (stored) =>
      stored.rows.length === 2 && stored.rows.every(([, key]) => /^[0-9a-f]{64}$/.test(key ?? '')),
  },
  {
    kind: 'consent',
    title: 'A delete waits for a person',
    text: 'A customer wants a ticket gone. The agent may delete it once the data protection officer agrees: the connection waits, and what was approved is what runs, once.',
    caller: 'support',
    sql: 'delete from support_tickets where id = 8',
    reason: 'the customer asks',
    look: 'select count(*) as tickets from support_tickets where id = 8',
    says: 'waited, approved, gone',
    holds: (stored) => stored.rows[0]?.[0] === '0',
  },
  {
    kind: 'request-consent',
    title: 'So does a request',
    text: 'The same over HTTP, at the same desk. The agent’s client just waits for its answer; the API hears nothing of the request until it is approved.',
    caller: 'support',
    method: 'DELETE',
    path: '/v1/tickets/13',
    reason: 'the customer asks',
    look: 'select count(*) as tickets from support_tickets where id = 13',
    says: 'waited, approved, gone: 204',
    holds: (stored) => stored.rows[0]?.[0] === '0',
  },
  {
    kind: 'refusal',
    title: 'A statement that no policy allows',
    text: 'What the proxy cannot judge, or no policy allows, does not reach the database. The connection lives on.',
    caller: 'contractor',
    sql: 'drop table customers',
    because: null,
  },
  {
    kind: 'refusal',
    title: 'A table that one policy denies',
    text: 'The job is still in the group that may read payments. The policy for contractors denies it, and a denial wins.',
    caller: 'contractor',
    sql: 'select card_number from payments limit 1',
    because: 'offboarded_contractors',
  },
];

function lastFourGroups() {
  return {
    says: 'groups by the last four digits',
    holds: (seen: { readonly rows: readonly (readonly (string | null)[])[] }) =>
      seen.rows.length === 3 && seen.rows.every(([ssn]) => /^\*{4}\d{4}$/.test(ssn ?? '')),
  };
}
