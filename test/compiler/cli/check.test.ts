/** `dlpc check`: what it prints and how it ends. */
import { describe, expect, test } from 'vitest';
import { sarifMistakes } from '../../language/diagnostics/sarif-shape.ts';
import { runDlpc } from './run-dlpc.ts';

const SCHEMA = `
create table customers (id bigint primary key, email text not null, ssn varchar(11) not null);
create table orders (id bigint primary key, total numeric(10,2));
`;

const FIVE_MISTAKES = `database crm from "schema/crm.sql"

label pii { contact national_id }

classify pii.contact crm.customers.emial
classify pii.national_id crm.customers.ssn

group support = caller.kind == "human" and "support" in caller.groups

policy desk for "support" in caller.groups {
  on crm {
    allow select on customers, oders
    mask pii.national_id as keep_last(4)
    reveal pii.contact
  }
}

policy nobody for caller.sub == "ada" and caller.sub == "grace" {
  on crm {
    allow select on orders
  }
}
`;

describe('a policy with five different mistakes', () => {
  const files = { 'policies/desk.dlp': FIVE_MISTAKES, 'policies/schema/crm.sql': SCHEMA };

  test('as text: all five, where they are, and status 1', async () => {
    const { code, out, err } = await runDlpc(['check', 'policies'], files);
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(out).toMatchInlineSnapshot(`
      "error[DLP2003]: \`customers\` has no column \`emial\`
       --> policies/desk.dlp:5:36
        |
      5 | classify pii.contact crm.customers.emial
        |                                    ^^^^^
      hint: did you mean \`email\`?
      fix: Write \`email\`

      error[DLP3007]: \`==\` cannot compare a kind of caller with a string
       --> policies/desk.dlp:8:17
        |
      8 | group support = caller.kind == "human" and "support" in caller.groups
        |                 ^^^^^^^^^^^^^^^^^^^^^^
      hint: a kind of caller stands without quotes
      fix: Write \`human\`

      error[DLP2002]: \`crm\` has no table \`oders\`
        --> policies/desk.dlp:12:32
         |
      12 |     allow select on customers, oders
         |                                ^^^^^
      hint: did you mean \`orders\`?
      fix: Write \`orders\`

      error[DLP1010]: expected \`with\` and a mask, found \`as\`
        --> policies/desk.dlp:13:26
         |
      13 |     mask pii.national_id as keep_last(4)
         |                          ^^

      error[DLP4003]: no caller can meet the condition of \`nobody\`
        --> policies/desk.dlp:18:19
         |
      18 | policy nobody for caller.sub == "ada" and caller.sub == "grace" {
         |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

      1 policy file: 5 errors
      "
    `);
  });

  test('as JSON: the same, with exact ranges', async () => {
    const { code, out } = await runDlpc(['check', '--format', 'json', 'policies'], files);
    expect(code).toBe(1);
    const report = JSON.parse(out);
    expect(report.summary).toEqual({ errors: 5, warnings: 0 });
    const underlined = report.diagnostics.map(
      (d: { code: string; range: { start: { line: number; offset: number }; end: { offset: number } } }) =>
        `${d.code} ${d.range.start.line} ${FIVE_MISTAKES.slice(d.range.start.offset, d.range.end.offset)}`,
    );
    expect(underlined).toMatchInlineSnapshot(`
      [
        "DLP2003 5 emial",
        "DLP3007 8 caller.kind == "human"",
        "DLP2002 12 oders",
        "DLP1010 13 as",
        "DLP4003 18 caller.sub == "ada" and caller.sub == "grace"",
      ]
    `);
  });
});

describe('what it reads', () => {
  const clean = { 'crm.sql': SCHEMA };

  test('nothing wrong: one line, status 0', async () => {
    const { code, out, err } = await runDlpc(['check'], {
      ...clean,
      'a.dlp': 'group a = true',
      'b/c.dlp': '',
    });
    expect([code, out, err]).toEqual([0, '2 policy files: no mistakes\n', '']);
  });

  test('warnings are shown and do not fail', async () => {
    const { code, out } = await runDlpc(['check'], { 'a.dlp': 'label a' });
    expect(code).toBe(0);
    expect(out).toContain('warning[DLP4008]');
    expect(out).toMatch(/\n1 policy file: 1 warning\n$/);
  });

  test('what cannot be read is named on standard error, with status 2', async () => {
    const { code, out, err } = await runDlpc(['check', 'a.dlp', 'gone', 'empty'], {
      'a.dlp': 'group a = b',
      'empty/readme.md': '',
    });
    expect(code).toBe(2);
    expect(out).toContain('DLP2006');
    // Nobody shall read from a last line that all is well.
    expect(out).not.toContain('policy file:');
    expect(err).toBe(
      'dlpc: `gone` cannot be read: there is no such file or directory\n' +
        'dlpc: `empty` cannot be read: it holds no policy file (`*.dlp`)\n',
    );
  });

  test('a name with control characters reaches no terminal', async () => {
    const { err } = await runDlpc(['check', 'a\u001B[31m.dlp']);
    expect(err).toContain('a\\u{1b}[31m.dlp');
  });
});

describe('how it looks', () => {
  const files = { 'a.dlp': 'label a' };

  test('at a terminal with colour and a word of progress, which is taken back', async () => {
    const { out, err } = await runDlpc(['check'], files, { isTTY: true });
    expect(out).toContain('\u001B[1;33mwarning[DLP4008]');
    expect(err).toBe('Checking…\r\u001B[K');
  });

  test('NO_COLOR and FORCE_COLOR decide', async () => {
    expect((await runDlpc(['check'], files, { isTTY: true, env: { NO_COLOR: '1' } })).out).not.toContain(
      '\u001B',
    );
    expect((await runDlpc(['check'], files, { env: { FORCE_COLOR: '1' } })).out).toContain('\u001B');
  });
});

describe('for CI systems', () => {
  const files = { 'p/desk.dlp': FIVE_MISTAKES, 'p/schema/crm.sql': SCHEMA };

  test('as SARIF, with the pages of the rules that were broken', async () => {
    const { code, out } = await runDlpc(['check', '--format', 'sarif', 'p'], files);
    expect(code).toBe(1);
    const report = JSON.parse(out);
    expect(sarifMistakes(report)).toEqual([]);
    const [{ tool, results }] = report.runs;
    const codes = ['DLP1010', 'DLP2002', 'DLP2003', 'DLP3007', 'DLP4003'];
    expect(tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(codes);
    expect(tool.driver.rules[2].shortDescription).toEqual({ text: 'no such column' });
    expect(tool.driver.rules[2].help.markdown).toMatch(/^# DLP2003: no such column\n/);
    for (const { ruleId, ruleIndex } of results) expect(codes[ruleIndex]).toBe(ruleId);
  });

  test('as commands of GitHub', async () => {
    const { code, out } = await runDlpc(['check', '--format', 'github', 'p'], files);
    expect(code).toBe(1);
    expect(out.split('\n')).toHaveLength(6);
    expect(out).toMatch(/^::error file=p\/desk\.dlp,line=5,col=36,endColumn=41,title=DLP2003::/);
  });

  test('as JUnit, where an input that cannot be read is an error', async () => {
    const { code, out, err } = await runDlpc(['check', '--format', 'junit', 'p', 'gone'], files);
    expect(code).toBe(2);
    expect(out).toContain('<testsuites name="dlpc" tests="2" failures="1" errors="1">');
    expect(err).toBe('dlpc: `gone` cannot be read: there is no such file or directory\n');
  });
});
