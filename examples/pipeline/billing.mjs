// A stand-in for the API of the billing system. Prints where it listens.
import { createServer } from 'node:http';
import pg from 'pg';

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
const server = createServer(async (request, response) => {
  const [, id] = /^\/v1\/customers\/(\d+)$/.exec(request.url) ?? [];
  const allowed = request.headers.authorization === process.env.BILLING_AUTHORIZATION;
  const { rows } = await client.query(
    `SELECT c.id::text, 'plan ' || c.id % 3 AS plan, c.email, c.ssn, json_build_object('number', k.number, 'expires', '12/30') AS card
       FROM customers c JOIN cards k ON k.customer_id = c.id WHERE c.id = $1`,
    [id ?? 0],
  );
  const status = allowed ? (rows.length === 0 ? 404 : 200) : 401;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status === 200 ? rows[0] : {}));
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}`),
);
