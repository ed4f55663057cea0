/** `dlpc who`: its text, its JSON, and what it does not answer. */
import { describe, expect, test } from 'vitest';
import { runDlpc } from './run-dlpc.ts';

const files = {
  'p/labels.dlp': `
database crm from "../crm.sql"
label pii { contact national_id }
classify pii.contact crm.customers.email
classify pii.national_id crm.customers.ssn
`,
  'p/desk.dlp': `policy desk for "support" in caller.groups {
  on crm {
    allow select, update on customers
    reveal pii.contact
    mask pii.national_id with keep_last(4)
  }
}
policy contractors for "contractors" in caller.groups when now in 01:00..05:00 "UTC" until 2027-03-31 {
  on crm {
    deny update on customers
    mask pii with hash
  }
}`,
  'crm.sql':
    'create table customers (id bigint, email text, ssn text); create table orders (id bigint); ' +
    'create table events (id bigint, who text) partition by list (id); ' +
    "create table events_1 partition of events for values in ('1');",
};

describe('as text', () => {
  test('of a column, from what reveals most', async () => {
    const { code, out, err } = await runDlpc(['who', 'crm.customers.ssn', 'p'], files);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`crm.customers.ssn  (text, pii.national_id)
  as it is      nobody
  keep_last(4)  "support" in caller.groups and not "contractors" in caller.groups
                or "support" in caller.groups and not now in 01:00..05:00 "UTC"
                or "support" in caller.groups after 2027-03-31
                by desk at p/desk.dlp:3: allow select, update on customers
                by desk at p/desk.dlp:5: mask pii.national_id with keep_last(4)
                such as { kind: human, sub: "someone", groups: ["support"] } at 2026-01-01T00:00:00Z
  hash          "support" in caller.groups and "contractors" in caller.groups and now in 01:00..05:00 "UTC" until 2027-03-31
                by desk at p/desk.dlp:3: allow select, update on customers
                by contractors at p/desk.dlp:11: mask pii with hash
                such as { kind: human, sub: "someone", groups: ["contractors", "support"] } at 2026-01-01T01:00:00Z

commands
  insert, delete  nobody
  update          "support" in caller.groups and not "contractors" in caller.groups
                  or "support" in caller.groups and not now in 01:00..05:00 "UTC"
                  or "support" in caller.groups after 2027-03-31
                  by desk at p/desk.dlp:3: allow select, update on customers
                  by contractors at p/desk.dlp:10: deny update on customers
                  such as { kind: human, sub: "someone", groups: ["support"] } at 2026-01-01T00:00:00Z
`);
  });

  test('of a table that nobody may use', async () => {
    const { out } = await runDlpc(['who', 'crm.orders', 'p'], files);
    expect(out).toBe(
      'crm.orders.id  (bigint, without a label)\n  nobody sees it  no policy lets anyone read the table\n\n' +
        'commands\n  select, insert, update, delete  nobody\n',
    );
  });

  test('of a label, the columns that are shown alike together', async () => {
    const { out } = await runDlpc(['who', 'pii', 'p'], files);
    expect(out.match(/^crm\..*$/gm)).toEqual([
      'crm.customers.email  (text, pii.contact)',
      'crm.customers.ssn  (text, pii.national_id)',
    ]);
    expect(out).not.toContain('commands');
  });

  test('of a partition, also through the table that it is part of', async () => {
    const { out } = await runDlpc(['who', 'crm.events_1.who', 'p'], files);
    expect(out).toContain('crm.events_1.who  (text, without a label)');
    expect(out).toContain('crm.events.who  (text, without a label)');
  });

  test('of what a view computes from it, for whoever may read the view', async () => {
    const viewed = {
      'a.dlp': `database crm from "crm.sql"
label pii
classify pii crm.customers.ssn
policy desk for "support" in caller.groups { on crm { allow select on list mask pii with hash } }`,
      'crm.sql':
        'create table customers (id bigint, ssn text); create view inner_list as select id, upper(ssn) as s from customers; ' +
        'create view list as select id, s || id as t from inner_list;',
    };
    const { out } = await runDlpc(['who', 'crm.customers.ssn', '.'], viewed);
    expect(out).toContain('crm.customers.ssn  (text, pii)\n  nobody sees it');
    expect(out).toContain(
      'crm.list.t  (text, pii, computed from customers.ssn)\n  as it is  nobody\n  hash      "support"',
    );
    expect((await runDlpc(['who', 'crm.list.t', '.'], viewed)).out).toContain('computed from customers.ssn');
  });

  test('coloured on a terminal, unless NO_COLOR is set', async () => {
    const run = (env: Record<string, string>) =>
      runDlpc(['who', 'crm.customers.ssn', 'p'], files, { isTTY: true, env });
    expect((await run({})).out).toContain('\u001B[1m');
    expect((await run({ NO_COLOR: '1' })).out).not.toContain('\u001B');
  });
});

test('as JSON', async () => {
  const { code, out } = await runDlpc(['who', 'crm.customers.email', 'p', '--format', 'json'], files);
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report).toMatchObject({ version: 1, target: 'crm.customers.email' });
  const [{ sights, commands }] = report.sources;
  expect(sights).toHaveLength(1);
  expect(sights[0].columns).toEqual([
    {
      name: 'customers.email',
      schema: 'public',
      relation: 'customers',
      column: 'email',
      from: null,
      part: null,
      type: 'text',
      labels: ['pii.contact'],
    },
  ]);
  expect(sights[0].outcomes.map((outcome: { mask: string | null }) => outcome.mask)).toEqual([null, 'hash']);
  expect(sights[0].outcomes[1]).toMatchObject({
    shows: 'mask',
    rank: 20,
    lookup: false,
    decided: true,
    nobody: false,
    condition: {
      text: '"support" in caller.groups and "contractors" in caller.groups and now in 01:00..05:00 "UTC" until 2027-03-31',
      complete: true,
    },
    rules: [
      { policy: 'desk', file: 'p/desk.dlp', line: 3, text: 'allow select, update on customers' },
      { policy: 'contractors', file: 'p/desk.dlp', line: 11, text: 'mask pii with hash' },
    ],
    witness: { at: '2026-01-01T01:00:00Z' },
  });
  expect(commands.map(({ action, nobody }: { action: string; nobody: boolean }) => [action, nobody])).toEqual(
    [
      ['insert', true],
      ['update', false],
      ['delete', true],
    ],
  );
});

describe('no answer', () => {
  test.each([
    [
      'crm.custmers.ssn',
      'dlpc: no column, relation, field or label is called `crm.custmers.ssn`',
      'hint: did you mean `crm.customers.ssn`?',
    ],
    ['crm..ssn', 'dlpc: `crm..ssn` is no name', 'hint: write `crm.customers.ssn`'],
    ['', 'dlpc: `` is no name', 'hint:'],
    ['\u001B[31m', 'dlpc: no column, relation, field or label is called `"\\', ''],
    ['nowhere.at.all', 'is called `nowhere.at.all`', 'hint: names begin with a source or a label: crm'],
  ])('to %j', async (target, sentence, hint) => {
    const { code, out, err } = await runDlpc(['who', target, 'p'], files);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
    expect(err).toContain(hint);
    expect(err).not.toContain('\u001B');
  });

  test('about policies with errors', async () => {
    const broken = { ...files, 'p/bad.dlp': 'group a = b' };
    const { code, out } = await runDlpc(['who', 'crm.customers', 'p'], broken);
    expect(code).toBe(1);
    expect(out).toContain('DLP2006');
    expect(out).toMatch(/nothing can be said of policies with errors\n$/);
  });
});

describe('of an API', () => {
  const api = {
    'p/api.dlp': `api billing from "../billing.yaml"
label pii
classify pii billing.Customer.email
policy desk for "support" in caller.groups {
  on billing {
    allow operation getCustomer
    approve operation deleteCustomer by "dba" within 15m
    reveal pii
  }
}
policy others for caller.kind == service { on billing { allow operation getCustomer mask pii with hash } }`,
    'billing.yaml': `openapi: 3.0.3
info: { title: Billing, version: "1" }
paths:
  /v1/customers/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getCustomer
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Customer" } } } } }
    delete: { operationId: deleteCustomer, responses: { "204": { description: gone } } }
components:
  schemas:
    Customer: { type: object, properties: { name: { type: string }, email: { type: string }, boss: { $ref: "#/components/schemas/Customer" } } }
    Unused: { type: object, properties: { text: { type: string } } }
`,
  };

  test('a field, in each operation that sends or returns it', async () => {
    const { code, out, err } = await runDlpc(['who', 'billing.Customer.email', 'p'], api);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`billing.Customer.email  (pii) in GET /v1/customers/{id}: 200 application/json $.email
  as it is  caller.kind == human and "support" in caller.groups
            by desk at p/api.dlp:6: allow operation getCustomer
            by desk at p/api.dlp:8: reveal pii
            such as { kind: human, sub: "someone", groups: ["support"] }
  hash      caller.kind == service
            by desk at p/api.dlp:6: allow operation getCustomer
            by others at p/api.dlp:11: allow operation getCustomer
            by others at p/api.dlp:11: mask pii with hash
            such as { kind: service, sub: "someone", groups: [] }
`);
  });

  test('an operation, whatever its parameters are called', async () => {
    const { out } = await runDlpc(['who', 'billing delete /v1/customers/{customer}', 'p'], api);
    expect(out).toBe(`billing DELETE /v1/customers/{id}
  allowed        nobody
  once approved  "support" in caller.groups
                 by desk at p/api.dlp:7: approve operation deleteCustomer by "dba" within 15m
                 such as { kind: human, sub: "someone", groups: ["support"] }
`);
  });

  test('a label, a field without one, and one that nothing returns', async () => {
    const label = await runDlpc(['who', 'pii', 'p'], api);
    expect(label.out).toContain('billing.Customer.email  (pii) in GET /v1/customers/{id}');
    const open = await runDlpc(['who', 'billing.Customer.name', 'p'], api);
    expect(open.out).toContain(
      'billing.Customer.name  (without a label) in GET /v1/customers/{id}: 200 application/json $.name',
    );
    const unused = await runDlpc(['who', 'billing.Unused.text', 'p'], api);
    expect([unused.code, unused.out]).toEqual([0, 'no operation sends or returns it\n']);
  });

  test('as JSON', async () => {
    const { out } = await runDlpc(['who', 'billing GET /v1/customers/{id}', 'p', '--format', 'json'], api);
    const { version, sources, apis } = JSON.parse(out);
    expect([version, sources]).toEqual([1, []]);
    expect(apis).toMatchObject([
      {
        source: 'billing',
        operations: [{ operation: 'GET /v1/customers/{id}', effect: 'allow', nobody: false }],
        sights: [
          {
            places: [{ fields: ['Customer.email'], labels: ['pii'], isSent: false, path: '$.email' }],
            outcomes: [{ shows: 'value' }, { shows: 'mask', mask: 'hash', rank: 20 }],
          },
        ],
      },
    ]);
  });

  test.each([
    [
      'billing GET /v1/customer/{id}',
      'has no operation `GET /v1/customer/{id}`\nhint: did you mean `GET /v1/customers/{id}`?',
    ],
    ['biling GET /v1/customers', 'no API is called `biling`'],
    ['billing.Customer.emial', 'did you mean `billing.Customer.email`?'],
  ])('%s is none', async (asked, told) => {
    const { code, err } = await runDlpc(['who', asked, 'p'], api);
    expect(code).toBe(2);
    expect(err).toContain(told);
  });
});

test.each(['./p', 'p/desk.dlp', 'p/labels.dlp'])('a path and no name: %s', async (path) => {
  const { code, out, err } = await runDlpc(['who', path], files);
  expect([code, out]).toEqual([2, '']);
  expect(err).toBe(
    `dlpc: \`${path}\` is a path; what is asked about comes before it\n` +
      `hint: \`dlpc who crm.customers.ssn ${path}\`; a label or an operation of an API will do, too\n`,
  );
});
