/** One run of `dlpc check` over a policy with five different mistakes tells of all five, for people and for programs. */
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CRM_DIRECTORY } from '../support/crm-database.ts';
import { type Outcome, run } from '../support/programs.ts';

/** What is between the markers is what the diagnostic of that line must underline. */
const MARKED = `database crm from "schema/crm.sql"
label pii { contact  national_id  birth }
classify pii.contact crm.customers.{«emial»}
classify pii.national_id crm.customers.ssn
classify pii.birth crm.customers.date_of_birth
group jobs = caller.kind == «servise»
policy nightly for jobs {
  on crm {
    allow select on customers, «ordres»
    mask «pii.contakt» with hash
    mask pii.birth with «keep_last(4)»
  }
}
`;

interface Expected {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

const EXPECTED: readonly Expected[] = MARKED.split('\n').flatMap((line, index) => {
  const match = /«(.*)»/.exec(line);
  return match === null ? [] : [{ line: index + 1, column: match.index + 1, text: match[1] ?? '' }];
});

interface Report {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
    readonly hint: string | null;
    readonly file: string;
    readonly range: {
      readonly start: { readonly line: number; readonly column: number; readonly offset: number };
      readonly end: { readonly offset: number };
    };
  }[];
  readonly summary: { readonly errors: number };
}

const policy = MARKED.replaceAll(/[«»]/g, '');
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-mistakes-'));
  cpSync(join(CRM_DIRECTORY, 'schema'), join(directory, 'schema'), { recursive: true });
  writeFileSync(join(directory, 'mistaken.dlp'), policy);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const check = (...args: string[]): Promise<Outcome> =>
  run('dlpc', ['check', ...args, 'mistaken.dlp'], { cwd: directory });

it('the marked policy has five mistakes', () => {
  expect(EXPECTED.length).toBe(5);
});

describe('dlpc check --format json', () => {
  it('gives five different codes with exact spans, and status 1', async () => {
    const { status, stdout } = await check('--format', 'json');
    expect(status).toBe(1);
    const report = JSON.parse(stdout) as Report;
    const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
    const places = errors.map(({ range: { start, end } }) => ({
      line: start.line,
      column: start.column,
      text: policy.slice(start.offset, end.offset),
    }));
    expect(places).toEqual(EXPECTED);
    expect(new Set(errors.map(({ code }) => code)).size).toBe(5);
    expect(report.summary.errors).toBe(5);
    for (const { code, file, message } of errors) {
      expect(code).toMatch(/^DLP\d{4}$/);
      expect(file).toBe('mistaken.dlp');
      expect(message).toMatch(/`.+`/);
    }
  });
});

describe('dlpc check', () => {
  it('shows each with its line, its underline and its code, and ends with status 1', async () => {
    const { status, stdout, stderr } = await check();
    expect(status).toBe(1);
    const lines = (stdout + stderr).split('\n');
    for (const { line, column, text } of EXPECTED) {
      expect(lines.join('\n')).toContain(`mistaken.dlp:${line}:${column}`);
      const at = lines.findIndex(
        (shown) => shown.includes(text) && new RegExp(`^\\s*${line}\\b`).test(shown),
      );
      expect(at, `line ${line} is shown`).toBeGreaterThan(-1);
      const underline = lines[at + 1] ?? '';
      expect(underline.indexOf('^'), `${text} is underlined`).toBe(lines[at]?.indexOf(text));
      expect(underline.lastIndexOf('^') - underline.indexOf('^') + 1).toBe(text.length);
    }
    expect(lines.filter((line) => /^error\[DLP\d{4}\]: /.test(line)).length).toBe(5);
    expect(lines.join('\n')).toContain('`email`');
  });

  it('says for each code what it means with `dlpc explain`', async () => {
    const { stdout } = await check('--format', 'json');
    for (const { code } of (JSON.parse(stdout) as Report).diagnostics) {
      const explained = await run('dlpc', ['explain', code]);
      expect(explained.status, code).toBe(0);
      expect(explained.stdout).toContain(code);
    }
  });

  it('compiles nothing from it', async () => {
    const { status } = await run('dlpc', ['compile', '-o', 'bundle', 'mistaken.dlp'], { cwd: directory });
    expect(status).toBe(1);
    expect(existsSync(join(directory, 'bundle'))).toBe(false);
  });
});

describe('the example', () => {
  it.each(['check', 'compile'])('has no mistake and no warning: dlpc %s', async (command) => {
    const output = command === 'compile' ? ['-o', join(directory, 'bundle')] : [];
    const { status, stdout, stderr } = await run('dlpc', [
      command,
      ...output,
      join(CRM_DIRECTORY, 'policies'),
    ]);
    expect(stderr + stdout).not.toMatch(/error|warning/);
    expect(status).toBe(0);
  });

  it('is formatted', async () => {
    const { status, stdout, stderr } = await run('dlpc', ['fmt', '--check', join(CRM_DIRECTORY, 'policies')]);
    expect(status, stdout + stderr).toBe(0);
  });
});
