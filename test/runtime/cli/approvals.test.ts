/** `dlp-proxy approvals`: against a whole proxy, as an approver types it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readApprovalsArguments } from '../../../runtime/src/cli/approvals/approvals-arguments.ts';
import { APPROVALS_HELP } from '../../../runtime/src/cli/approvals/approvals-help.ts';
import { layOutSql } from '../../../runtime/src/cli/approvals/lay-out-sql.ts';
import { runApprovals } from '../../../runtime/src/cli/approvals/run-approvals.ts';
import { readFile } from '../../../runtime/src/json-file/read-file.ts';
import { printable, printableLines } from '../../../runtime/src/log/printable.ts';
import {
  type ApprovalsWorld,
  archiveDatabase,
  outcomeOf,
  startApprovalsWorld,
} from '../proxy/approvals-world.ts';
import { PASSWORD } from '../proxy/proxy-world.ts';

let database: Awaited<ReturnType<typeof archiveDatabase>>;
let world: ApprovalsWorld;

beforeAll(async () => {
  database = await archiveDatabase();
  world = await startApprovalsWorld(database);
});
afterAll(async () => {
  await world.end();
  await database.drop();
});

async function type(line: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let stdout = '';
  let stderr = '';
  const status = await runApprovals(line, {
    width: Number.POSITIVE_INFINITY,
    env: {
      DLP_ADMIN_URL: `http://127.0.0.1:${world.office.port}`,
      DLP_USER: 'ann',
      DLP_PASSWORD: PASSWORD,
      ...env,
    },
    readFile,
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    askPassword: async () => null,
  });
  return { status, stdout, stderr };
}

describe('an approver', () => {
  test('lists, looks, approves', async () => {
    expect(await type(['list'])).toEqual({ status: 0, stdout: 'Nothing waits for you.\n', stderr: '' });
    const { client } = await world.connect('contractor');
    const text =
      "delete from archive where note = 'a\u001b[31mb\u202ec' and id between 900 and 1000 returning id";
    const result = outcomeOf(client.query(text));
    const id = await world.waiting();
    const list = await type(['list']);
    expect(list.stdout).toMatch(
      new RegExp(`^ID +STATE +WHO +SOURCE +STATEMENT\n${id} +1[45]m.* left +contractor +crm +delete`),
    );
    for (const unsafe of ['\u001b', '\u202e']) expect(list.stdout).not.toContain(unsafe);
    const shown = await type(['show', id]);
    expect(shown.stdout).toContain(
      "  delete\n  from archive\n  where note = 'a\\u{1b}[31mb\\u{202e}c'\n  and id between 900\n  and 1000\n  returning id\n",
    );
    expect(shown.stdout).toContain('touches   archive (select, delete)\n');
    expect(shown.stdout).toMatch(/^rows {6}about \d+, as the server expects$/m);
    expect(shown.stdout).toMatch(/^because {3}policy contractor_jobs, crm.dlp:12: allow select/m);
    const json = (await type(['show', id, '--json'])).stdout;
    expect(JSON.parse(json)).toMatchObject({ id, text });
    for (const unsafe of ['\u001b', '\u202e']) expect(json).not.toContain(unsafe);
    expect(await type(['approve', id, '--reason', 'ticket 4711'])).toEqual({
      status: 0,
      stdout: `${id} is approved; it runs now, once.\n`,
      stderr: '',
    });
    expect(await result).toBe('0 rows');
    expect((await type(['show', id])).stdout).toMatch(/^decided {3}ann: approve \(ticket 4711\)$/m);
    expect(await type(['approve', id])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('settled already'),
    });
    await client.end();
  });

  test('denies, and the client is told why', async () => {
    const { client } = await world.connect('contractor');
    const result = outcomeOf(client.query('delete from archive where id = -1'));
    const id = await world.waiting();
    expect(await type(['deny', id])).toMatchObject({ status: 2 });
    expect(await type(['deny', id, '--reason', 'not today'])).toMatchObject({ status: 0 });
    expect(await result).toBe('42501 ann refused to approve the statement: not today');
    await client.end();
  });

  test.each<[string, Readonly<Record<string, string>>, number, string]>([
    ['a wrong password', { DLP_PASSWORD: 'x' }, 1, 'are not valid'],
    ['an unknown name', { DLP_USER: 'x' }, 1, 'are not valid'],
    ['nobody there', { DLP_ADMIN_URL: 'http://127.0.0.1:1' }, 1, 'cannot be reached: ECONNREFUSED'],
    ['a token that is none', { DLP_TOKEN: 'x' }, 1, 'are not valid'],
    ['a secret over a plain connection', { DLP_ADMIN_URL: 'http://proxy.example' }, 2, 'must be https'],
    ['no password', { DLP_PASSWORD: '' }, 2, 'one line that is not empty'],
  ])('is told of %s', async (_, env, status, stderr) => {
    expect(await type(['list'], env)).toMatchObject({
      status,
      stdout: '',
      stderr: expect.stringContaining(stderr),
    });
  });
});

test.each([
  ['', 'say what to do: list, show, approve, deny'],
  ['aprove x', 'unknown command `approvals aprove`; did you mean `approve`?'],
  ['show', '`show` needs the identifier of an approval'],
  ['show ../x', 'that is no identifier of an approval'],
  ['list abc', '`list` takes no identifier'],
  ['deny abc', '`deny` needs `--reason`, which the client is told'],
  ['show abc --reason x', '`--reason` does not go with `show`'],
  ['show abc --all', '`--all` does not go with `show`'],
  ['list --password x', 'unknown option `--password`'],
  ['list --json --json', '`--json` stands twice'],
])('`approvals %s` is a mistake', (line, message) => {
  const reading = readApprovalsArguments(line.split(' ').filter((word) => word !== ''));
  expect(reading).toMatchObject({ kind: 'mistake', message: expect.stringContaining(message) });
});

test('every option is in the help', () => {
  for (const option of ['all', 'json', 'reason', 'url', 'user', 'password-file', 'token-file', 'ca'])
    expect(APPROVALS_HELP).toContain(`--${option}`);
});

test('laying out changes spaces alone, and nothing where more could be meant', () => {
  const statements = [
    "update customers set name = 'x where y' where id in (select id from orders where total > 10)",
    'select "from", b from "a from b" where "c and d" = 1 and e = 2 order by "from" limit 10 offset 20',
  ];
  for (const statement of statements) {
    expect(layOutSql(statement)).not.toBe(statement);
    expect(layOutSql(statement).replaceAll('\n', ' ')).toBe(statement);
  }
  for (const doubtful of ['$$ from a where b and c $$', "E'\\' from a' where", '-- from', '/* from */'])
    expect(layOutSql(`select ${doubtful} from aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`)).not.toContain(
      '\n',
    );
});

test('what is printed drives no terminal', () => {
  expect(printable('a\u0000\u001b\u009b\u202e\u2028\n\ud800')).toBe(
    'a\\u{0}\\u{1b}\\u{9b}\\u{202e}\\u{2028}\\u{a}\ufffd',
  );
  expect(printableLines('a\n\tb\r')).toBe('a\n  b\\u{d}');
});
