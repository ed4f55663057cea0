/** What a case can expect of masks and rows: what holds, what fails with which sentence, and which careless edits it notices. */
import { expect, test } from 'vitest';
import { runDlpc } from '../cli/run-dlpc.ts';

const API = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Billing', version: '1' },
  paths: {
    '/people': {
      get: {
        responses: {
          200: {
            description: '',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/P' } } },
          },
        },
      },
    },
  },
  components: { schemas: { P: { type: 'object', properties: { mail: { type: 'string' } } } } },
});

const FILES = {
  'schema.sql': `create table people (id bigint primary key, email text, ssn text, note text);
create table orders (id bigint primary key, region text);`,
  'api.json': API,
  'policy.dlp': `database crm from "schema.sql"
api billing from "api.json"
label pii { contact }
label pan
detector card = /\\d{16}/
classify pii crm.people.ssn, billing.P.mail
classify pii.contact crm.people.email
classify pan values matching card in crm.people.note
policy desk for "support" in caller.groups {
  on crm {
    allow select on people, orders
    mask pii.contact with hash
    mask pii with keep_last(4)
    filter orders where region = 'eu'
  }
  on billing {
    allow GET "/people"
    mask pii with hash
  }
}
`,
};

function run(cases: string, args: readonly string[] = []) {
  const tests = `test "desk" {\n  as { kind: human, groups: ["support"] }\n${cases}\n}\n`;
  return runDlpc(['test', ...args], { ...FILES, 'tests.dlp': tests });
}

test('masks and rows that are as expected', async () => {
  const { code, out } =
    await run(`  sql crm "select email, ssn s from people" => mask email with hash, s with keep_last(4)
  sql crm "select upper(email) u, email from people" => mask u, email with hash
  sql crm "select note, ssn from people" => mask note with redact, ssn
  sql crm "select id from orders" => allow and filter orders
  sql crm "select id from people" => allow
  http billing GET "/people" => mask $.mail with hash`);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('1 test, 6 cases: all pass') });
});

test('others, with what stands there instead', async () => {
  const { code, out } = await run(`  sql crm "select email, ssn from people" => mask email, ssn with redact
  sql crm "select id from orders" => allow and filter people
  sql crm "select id from people" => allow and filter orders
  http billing GET "/people" => mask $.mail with redact`);
  expect(code).toBe(1);
  expect(out).toContain('it is allowed, and masks `email` with `hash`, `ssn` with `keep_last(4)`');
  expect(out).toContain('it sees some rows only of `orders`');
  expect(out).toContain('it sees all rows');
  expect(out).toContain('it is allowed, and masks `$.mail` with `hash`');
});

test('names that lead nowhere are told where they stand', async () => {
  const { code, out, err } = await run(`  sql crm "select email from people" => mask email with hsh
  sql crm "select id from orders" => allow and filter odrers
  http billing GET "/people" => allow and filter orders`);
  expect(code).toBe(1);
  const told = out + err;
  expect(told).toContain('`hsh`');
  expect(told).toContain('`odrers`');
  expect(told).toContain('`filter` speaks of a database, and `billing` is an API');
});

test('careless edits of masks and filters are noticed by them, and by nothing less', async () => {
  const least = `  sql crm "select email, ssn from people" => mask email, ssn
  sql crm "select note from people" => mask note
  sql crm "select id from orders" => allow
  http billing GET "/people" => mask $.mail`;
  const told = await run(least, ['--mutate']);
  expect(told.out).toContain('the filter is dropped, and no test fails');
  expect(told.out).toContain('needs a case that says which rows are kept back: `=> allow and filter orders`');
  expect(told.out).toContain('`hash` is `keep_last(4)`, and no test fails');
  expect(told.out).toContain('needs a case that names the mask: `=> mask COLUMN with hash`');
  const more = await run(
    `  sql crm "select email, ssn from people" => mask email with hash, ssn with keep_last(4)
  sql crm "select note from people" => mask note
  sql crm "select id from orders" => allow and filter orders
  http billing GET "/people" => mask $.mail with hash`,
    ['--mutate'],
  );
  expect(more.out).not.toContain('the filter is dropped');
  expect(more.out).not.toContain('is `keep_last(4)`');
});

test('budgets, and how many people have to approve', async () => {
  const policy = `${FILES['policy.dlp']}
policy careful for "support" in caller.groups {
  on crm {
    approve delete on orders by 2 of "dba", "security" within 15m
    limit 1_000 rows per hour
    limit 20 statements per minute
    alert above 10 rows per hour
  }
  on billing {
    limit 5 statements per day
  }
}
`;
  const cases = (limits: string, people: string) => `test "t" {
  as { kind: human, groups: ["support"] }
  sql crm "select id from people" => allow and limit ${limits}
  sql crm "select id from orders" => allow and filter orders and limit ${limits}
  sql crm "select email from people" => mask email and limit ${limits}
  sql crm "delete from orders where id = 1" => approve by ${people}"security", "dba" and limit ${limits}
  http billing GET "/people" => mask $.mail and limit 5 statements per day
}
`;
  const ask = (limits: string, people = '2 of ') =>
    runDlpc(['test'], { ...FILES, 'policy.dlp': policy, 'tests.dlp': cases(limits, people) });
  const both = '20 statements per minute, 1000 rows per hour';
  expect(await ask(both)).toMatchObject({ code: 0, out: expect.stringContaining('5 cases: all pass') });
  expect(await ask(both, '')).toMatchObject({ code: 0 });
  const wrong = await ask('1000 rows per hour');
  expect(wrong.code).toBe(1);
  expect(wrong.out).toContain('it is limited to `1000 rows per hour`, `20 statements per minute`');
  expect((await ask(both, '1 of ')).out).toContain('it needs 2 people to approve it');
  expect((await ask(`${both}, 9 row per hour`)).out).toContain('DLP');
  const without = await run('  sql crm "select id from people" => allow and limit 1 rows per hour');
  expect(without.out).toContain('no limit bears on it');
});

test('careless edits of budgets and approvals are noticed by what names them', async () => {
  const policy = `database crm from "schema.sql"
policy careful for caller.kind == human {
  on crm {
    allow select on people, orders
    approve delete on orders by 2 of "dba" within 15m
    limit 1_000 rows per hour
  }
}
`;
  const tests = (limit: string, people: string) => `test "t" {
  as { kind: human }
  sql crm "select id from people" => allow${limit}
  sql crm "delete from orders where id = 1" => approve by ${people}"dba"
}
test "others" {
  as { kind: service }
  sql crm "select id from people" => deny
}
`;
  const mutants = async (limit: string, people: string) => {
    const files = {
      'schema.sql': FILES['schema.sql'],
      'policy.dlp': policy,
      'tests.dlp': tests(limit, people),
    };
    const { out } = await runDlpc(['test', '--mutate', '--format', 'json'], files);
    return JSON.parse(out).mutants.survivors.map(({ what }: { what: string }) => what);
  };
  expect(await mutants('', '')).toEqual([
    'one person is enough to approve it',
    'the limit is dropped',
    'the limit is ten times as high',
  ]);
  expect(await mutants(' and limit 1_000 rows per hour', '2 of ')).toEqual([]);
});
