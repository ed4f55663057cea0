/** `dlpc diff`: its text, JSON and Markdown, its exit status, and revisions of git. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../compiler/src/cli/run.ts';
import { nodeHost } from '../../../compiler/src/host/node-host.ts';
import { fakeTerminal } from '../support/fake-terminal.ts';
import { runDlpc } from './run-dlpc.ts';

const SCHEMA = 'create table customers (id bigint, email text); create table orders (id bigint);';
const LABELS = 'database crm from "../crm.sql"\nlabel pii\nclassify pii crm.customers.email\n';

function side(policy: string, labels = LABELS): Record<string, string> {
  return { 'p/labels.dlp': labels, 'p/desk.dlp': policy, 'crm.sql': SCHEMA };
}

const OLD = `policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, orders
    mask pii with hash
  }
}`;
const NEW = `policy desk for "support" in caller.groups {
  on crm {
    allow select on customers
    reveal pii
  }
}
policy night for caller.kind == service when now in 01:00..05:00 "UTC" {
  on crm { allow delete on orders }
}`;

function files(before: Record<string, string>, after: Record<string, string>): Record<string, string> {
  const at = (root: string, side: Record<string, string>) =>
    Object.entries(side).map(([path, text]) => [`${root}/${path}`, text]);
  return Object.fromEntries([...at('old', before), ...at('new', after)]);
}

describe('as text', () => {
  test('what widens comes first, each with who, what was, what is, and a witness', async () => {
    const { code, out, err } = await runDlpc(['diff', 'old/p', 'new/p'], files(side(OLD), side(NEW)));
    expect([code, err]).toEqual([3, '']);
    expect(out).toBe(`widened
  reveals customers.email (crm)
    for  "support" in caller.groups
    was  hash
         by desk at old/p/desk.dlp:4: mask pii with hash
    now  as it is
         by desk at new/p/desk.dlp:4: reveal pii
    such as { kind: human, sub: "someone", groups: ["support"] } at 2026-01-01T00:00:00Z
  permits delete on orders (crm)
    for  caller.kind == service and now in 01:00..05:00 "UTC"
    was  denied
    now  allowed
         by night at new/p/desk.dlp:8: allow delete on orders
    such as { kind: service, sub: "someone", groups: [] } at 2026-01-01T01:00:00Z

narrowed
  denies select on orders (crm)
    for  "support" in caller.groups
    was  allowed
         by desk at old/p/desk.dlp:3: allow select on customers, orders
    now  denied
    such as { kind: human, sub: "someone", groups: ["support"] } at 2026-01-01T00:00:00Z

2 widened, 1 narrowed
`);
  });

  test('nothing changes where policies say the same in other words', async () => {
    const other = OLD.replace('policy desk', 'policy renamed').replace(
      'customers, orders',
      'orders, customers',
    );
    const { code, out } = await runDlpc(['diff', 'old/p', 'new/p'], files(side(OLD), side(other)));
    expect([code, out]).toEqual([0, 'nobody can see or do anything else than before\n']);
  });

  test('what narrows alone is no reason for a second reviewer', async () => {
    const narrower = OLD.replace('mask pii with hash', 'mask pii with redact');
    const { code, out } = await runDlpc(['diff', 'old/p', 'new/p'], files(side(OLD), side(narrower)));
    expect(code).toBe(0);
    expect(out).toMatch(/^narrowed\n {2}shows less of customers.email/);
  });
});

describe('of APIs', () => {
  const document = (properties: string) => `openapi: 3.0.3
info: { title: Billing, version: "1" }
paths:
  /v1/customers/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get:
      operationId: getCustomer
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Customer" } } } } }
    delete:
      operationId: deleteCustomer
      responses: { "204": { description: gone } }
components:
  schemas:
    Customer: { type: object, properties: { ${properties} } }
`;
  const api = (properties: string, ...statements: string[]) => ({
    'p/api.dlp': `api billing from "../billing.yaml"
label pii
classify pii billing.Customer.email
policy desk for "support" in caller.groups { on billing { ${statements.join(' ')} } }`,
    'billing.yaml': document(properties),
  });
  const PROPERTIES = 'id: { type: string }, email: { type: string }';
  const READ = 'allow GET "/v1/customers/{id}"';

  test('tells operations and fields like tables and columns, also through a schema that is renamed', async () => {
    const old = api(PROPERTIES, READ, 'mask pii with hash', 'deny DELETE "/v1/customers/{id}"');
    const now = api(PROPERTIES, READ, 'reveal pii', 'allow DELETE "/v1/customers/{id}"');
    const { code, out, err } = await runDlpc(['diff', 'old/p', 'new/p'], files(old, now));
    expect([code, err]).toEqual([3, '']);
    expect(out).toBe(`widened
  permits DELETE /v1/customers/{id} (billing)
    for  "support" in caller.groups
    was  denied
         by desk at old/p/api.dlp:4: deny DELETE "/v1/customers/{id}"
    now  allowed
         by desk at new/p/api.dlp:4: allow DELETE "/v1/customers/{id}"
    such as { kind: human, sub: "someone", groups: ["support"] }
  reveals Customer.email (billing)
    for  "support" in caller.groups
    was  hash
         by desk at old/p/api.dlp:4: mask pii with hash
    now  as it is
         by desk at new/p/api.dlp:4: reveal pii
    such as { kind: human, sub: "someone", groups: ["support"] }

2 widened
`);
    const renamed = Object.fromEntries(
      Object.entries(now).map(([path, text]) => [
        path,
        text
          .replaceAll('Customer.', 'Client.')
          .replaceAll('Customer:', 'Client:')
          .replaceAll('/Customer"', '/Client"'),
      ]),
    );
    const same = await runDlpc(['diff', 'old/p', 'new/p'], files(now, renamed));
    expect([same.code, same.out]).toEqual([0, 'nobody can see or do anything else than before\n']);
  });

  test.each([
    [
      'a property without a label',
      [PROPERTIES, READ],
      [`${PROPERTIES}, phone: { type: string }`, READ],
      'reveals GET /v1/customers/{id} 200 application/json $.phone (billing)',
    ],
    [
      'an approval that is dropped',
      [PROPERTIES, `approve DELETE "/v1/customers/{id}" by "dba" within 15m`],
      [PROPERTIES, 'allow DELETE "/v1/customers/{id}"'],
      'asks no more for approval of DELETE /v1/customers/{id} (billing)',
    ],
    [
      'a denial that is dropped',
      [PROPERTIES, READ, `deny GET "/v1/{rest}"`],
      [PROPERTIES, READ],
      'permits GET /v1/customers/{id} (billing)',
    ],
    [
      'a limit that is raised',
      [PROPERTIES, READ, 'limit 10 statements per hour'],
      [PROPERTIES, READ, 'limit 11 statements per hour'],
      'raises the limit of statements per hour (billing)',
    ],
    [
      'a mask that reveals more',
      [PROPERTIES, READ],
      [PROPERTIES, READ, 'mask pii with keep_last(2)'],
      'shows more of Customer.email (billing)',
    ],
  ])('%s widens', async (_, [was = '', ...before], [is = '', ...after], told) => {
    const sides = files(api(was, ...before), api(is, ...after));
    const { code, out, err } = await runDlpc(['diff', 'old/p', 'new/p'], sides);
    expect([code, err]).toEqual([3, '']);
    expect(out.split('\n\n')[0]).toContain(`  ${told}`);
    const back = await runDlpc(['diff', 'new/p', 'old/p'], sides);
    expect([back.code, back.out.startsWith('narrowed')]).toEqual([0, true]);
  });

  test('an API that is new permits and reveals what it does', async () => {
    const now = api(PROPERTIES, READ, 'reveal pii');
    const { code, out } = await runDlpc(['diff', 'old/p', 'new/p'], files({ 'p/api.dlp': 'label pii' }, now));
    expect(code).toBe(3);
    expect(out).toContain('  permits GET /v1/customers/{id} (billing)');
    expect(out).toContain('  reveals Customer.email (billing)');
  });
});

describe('statements beyond allow, deny and masks', () => {
  const policy = (...statements: string[]) =>
    side(
      `policy desk for "support" in caller.groups { on crm { allow select, delete on orders ${statements.join('\n')} } }`,
    );

  test.each([
    [
      'a row filter that is dropped',
      ['filter orders where id > 5'],
      [],
      'filters no more rows of orders (crm)',
    ],
    [
      'another row filter',
      ['filter orders where id > 5'],
      ['filter orders where id > 6'],
      'filters no more rows of orders (crm)',
    ],
    [
      'an approval that is dropped',
      ['approve delete on orders by "dba" within 15m'],
      [],
      'asks no more for approval of delete on orders (crm)',
    ],
    [
      'an approval by others',
      ['approve delete on orders by "dba" within 15m'],
      ['approve delete on orders by "sre" within 15m'],
      'drops an approval of delete on orders (crm)',
    ],
    [
      'a denial without where that is dropped',
      ['deny delete on orders without where'],
      [],
      'permits delete without where on orders (crm)',
    ],
    [
      'a limit that is raised',
      ['limit 10 rows per session'],
      ['limit 11 rows per session'],
      'raises the limit of rows per session (crm)',
    ],
    [
      'an alert that is dropped',
      ['alert delete on orders'],
      [],
      'tells nobody any more of delete on orders (crm)',
    ],
  ])('%s widens', async (_, before, after, told) => {
    const { code, out, err } = await runDlpc(
      ['diff', 'old/p', 'new/p'],
      files(policy(...before), policy(...after)),
    );
    expect(err).toBe('');
    expect(out).toContain(told);
    expect(code).toBe(3);
    if (after.length > 0) return;
    const back = await runDlpc(['diff', 'new/p', 'old/p'], files(policy(...before), policy(...after)));
    expect(back.code).toBe(0);
    expect(back.out).toMatch(/^narrowed/);
  });
});

describe('what the sides differ in besides policies', () => {
  test('a new column without a label that can be read widens', async () => {
    const after = { ...side(OLD), 'crm.sql': SCHEMA.replace('email text', 'email text, salary int') };
    const { code, out } = await runDlpc(['diff', 'old/p', 'new/p'], files(side(OLD), after));
    expect(code).toBe(3);
    expect(out).toContain('reveals customers.salary (crm)');
    expect(out).toContain('was  hidden: not in the schema');
  });

  test('a view that begins to show a column widens, for whoever may read the view alone', async () => {
    const view = (columns: string) => ({
      ...side(
        'policy desk for "support" in caller.groups { on crm { allow select on list mask pii with hash } }',
      ),
      'crm.sql': `${SCHEMA} create view list as select ${columns} from customers;`,
    });
    const { code, out } = await runDlpc(
      ['diff', 'old/p', 'new/p'],
      files(view('id, id::text as e'), view('id, email as e')),
    );
    expect(code).toBe(3);
    expect(out).toContain('shows more of list.e from customers.email (crm)');
    expect(out).toContain('now  hash');
  });

  test('a mask that tells more widens what views show as well', async () => {
    const masked = (mask: string) => ({
      ...side(
        `policy desk for "support" in caller.groups { on crm { allow select on list mask pii with ${mask} } }`,
      ),
      'crm.sql': `${SCHEMA} create view list as select email from customers;`,
    });
    const { code, out } = await runDlpc(
      ['diff', 'old/p', 'new/p'],
      files(masked('hash'), masked('keep_last(4)')),
    );
    expect(code).toBe(3);
    expect(out).toContain('shows more of list.email from customers.email (crm)');
  });

  test('a label that is taken away widens, also where nobody sees more', async () => {
    const revealing = OLD.replace('mask pii with hash', 'reveal pii');
    const without = 'database crm from "../crm.sql"\n';
    const plain = OLD.replace('    mask pii with hash\n', '');
    const { code, out } = await runDlpc(
      ['diff', 'old/p', 'new/p'],
      files(side(revealing), side(plain, without)),
    );
    expect(code).toBe(3);
    expect(out).toContain('takes a label from customers.email (crm)\n    was  pii\n    now  no label');
    expect(out).not.toContain('reveals');
  });

  test('a source that is new, and one that is gone', async () => {
    const both = {
      ...side(OLD),
      'p/second.dlp':
        'database hr from "../crm.sql"\npolicy hr for true { on hr { allow select on orders } }',
    };
    const { code, out } = await runDlpc(['diff', 'old/p', 'new/p'], files(side(OLD), both));
    expect(code).toBe(3);
    expect(out).toContain('permits select on orders (hr)\n    for  everyone');
    const back = await runDlpc(['diff', 'old/p', 'new/p'], files(both, side(OLD)));
    expect(back.code).toBe(0);
    expect(back.out).toContain('denies select on orders (hr)');
  });

  test('a claim that need not be there any more lets in who lacks it', async () => {
    const identity = (mark: string) =>
      `identity corp { issuer "https://login.example" audience "a" claim level${mark}: int }\n${OLD}`;
    const { code, out } = await runDlpc(
      ['diff', 'old/p', 'new/p'],
      files(side(identity('')), side(identity('?'))),
    );
    expect(code).toBe(3);
    expect(out).toContain('permits select on customers, select on orders (crm)');
    expect(out).toContain('(caller.claims.level ?? 0) == 0 and (caller.claims.level ?? 1) == 1');
  });

  test('another issuer is not compared, and counts as widened', async () => {
    const identity = (issuer: string) => `identity corp { issuer "${issuer}" audience "a" }\n${OLD}`;
    const { code, out } = await runDlpc(
      ['diff', 'old/p', 'new/p'],
      files(side(identity('https://a.example')), side(identity('https://b.example'))),
    );
    expect(code).toBe(3);
    expect(out).toContain(
      'takes identities of another issuer\n    was  https://a.example\n    now  https://b.example',
    );
  });
});

test('as JSON', async () => {
  const { code, out } = await runDlpc(
    ['diff', 'old/p', 'new/p', '--format', 'json'],
    files(side(OLD), side(NEW)),
  );
  expect(code).toBe(3);
  const report = JSON.parse(out);
  expect(report).toMatchObject({ version: 1, widened: true });
  expect(report.changes[0]).toMatchObject({
    kind: 'column',
    direction: 'widened',
    widens: true,
    verb: 'reveals',
    source: 'crm',
    subjects: ['customers.email'],
    before: {
      what: 'hash',
      rules: [{ policy: 'desk', file: 'old/p/desk.dlp', line: 4, text: 'mask pii with hash' }],
    },
    after: {
      what: 'as it is',
      rules: [{ policy: 'desk', file: 'new/p/desk.dlp', line: 4, text: 'reveal pii' }],
    },
    decided: true,
    condition: { text: '"support" in caller.groups', complete: true },
  });
});

test('as Markdown, in which text of policies is text alone', async () => {
  const hostile = NEW.replaceAll('"support"', '"a`b``c <img src=x> @everyone | [x](http://y)"');
  const { code, out } = await runDlpc(
    ['diff', 'old/p', 'new/p', '--format', 'markdown'],
    files(side(OLD), side(hostile)),
  );
  expect(code).toBe(3);
  expect(out).toMatch(
    /^## Policies: 4 widened, 2 narrowed\n\nSomebody may see or do more than before\.\n\n### Widened\n\n- \*\*/,
  );
  // What is left once code spans are taken out is ours.
  const outside = out.replaceAll(/(`+)(?:(?!`)|(?!\1(?!`)).)*?[^`]\1(?!`)/gs, '');
  expect(outside).not.toMatch(/[<@[|]/);
});

test('Markdown that is too long for a comment is cut, and says by how much', async () => {
  const tables = Array.from({ length: 300 }, (_, i) => `create table t${i} (id bigint);`).join(' ');
  // A group for each table, so that no two changes are alike.
  const policies = Array.from(
    { length: 300 },
    (_, i) =>
      `policy p${i} for "a group with a long name, number ${i}" in caller.groups { on crm { allow select on t${i} } }`,
  ).join('\n');
  const schema = { 'crm.sql': `${SCHEMA} ${tables}` };
  const { out } = await runDlpc(
    ['diff', 'old/p', 'new/p', '--format', 'markdown'],
    files({ ...side(''), ...schema }, { ...side(policies), ...schema }),
  );
  expect(out.length).toBeGreaterThan(50_000);
  expect(out.length).toBeLessThan(65_536);
  const [, more] = /… and (\d+) more\.\n$/.exec(out) ?? [];
  expect(out.match(/^- \*\*/gm)?.length).toBe(300 - Number(more));
}, 30_000);

describe('no comparison', () => {
  test.each([
    [['diff'], 'name the old policies and the new ones'],
    [['diff', 'old/p'], 'name the old policies and the new ones'],
    [['diff', 'old/p', 'new/p', '--git', 'main'], 'with --git, name the policies once'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await runDlpc(args, files(side(OLD), side(NEW)));
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('of policies with errors, on either side', async () => {
    const broken = side('group a = b');
    for (const [before, after] of [
      [side(OLD), broken],
      [broken, side(OLD)],
    ] as const) {
      const { code, out } = await runDlpc(['diff', 'old/p', 'new/p'], files(before, after));
      expect(code).toBe(1);
      expect(out).toContain('DLP2006');
    }
  });
});

describe('with --git', () => {
  const root = mkdtempSync(join(tmpdir(), 'dlpc-diff-'));
  const from = process.cwd();
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example', ...args], {
      cwd: root,
      stdio: 'pipe',
    });
  const write = (side: Record<string, string>) => {
    for (const [path, text] of Object.entries(side)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  const diff = async (...args: string[]) => {
    const terminal = fakeTerminal();
    const code = await run(['diff', ...args], nodeHost, terminal);
    return { code, out: terminal.out(), err: terminal.err() };
  };

  beforeAll(() => {
    git('init', '--quiet', '--initial-branch=main');
    write(side(OLD));
    git('add', '.');
    git('commit', '--quiet', '-m', 'old');
    write(side(NEW));
    process.chdir(root);
  });
  afterAll(() => {
    process.chdir(from);
    rmSync(root, { recursive: true });
  });

  test('the working tree is compared with the revision', async () => {
    const { code, out, err } = await diff('--git', 'main', 'p');
    expect([code, err]).toEqual([3, '']);
    expect(out).toContain('reveals customers.email (crm)');
    expect((await diff('--git', 'HEAD')).out).toBe(out);
  });

  test('from a directory below the top', async () => {
    process.chdir(join(root, 'p'));
    expect((await diff('--git', 'HEAD', '.')).code).toBe(3);
    process.chdir(root);
  });

  test.each([['nowhere'], ['--output=x'], ['-h'], ['']])('there is no revision %j', async (revision) => {
    const { code, err } = await diff(`--git=${revision}`, 'p');
    expect(code).toBe(2);
    expect(err).toContain('there is no revision');
  });

  test('a link in the revision is refused, since nobody knows what it leads to', async () => {
    symlinkSync('desk.dlp', join(root, 'p/link.dlp'));
    git('add', '.');
    git('commit', '--quiet', '-m', 'link');
    const { code, err } = await diff('--git', 'HEAD', 'p');
    expect(code).toBe(2);
    expect(err).toContain('a link cannot be followed in a revision: p/link.dlp');
  });
});
