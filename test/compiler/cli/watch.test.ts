/** `dlpc test --watch` runs again when a file changes, and ends when it is interrupted. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../compiler/src/cli/main.ts', import.meta.url));

const policy = (expected: string) => `database crm from "../schema/schema.sql"

policy p for true { on crm { allow select on t } }

test "t" {
  as { kind: human }
  sql crm "select id from t" => ${expected}
}
`;

test('a change of a policy or a schema is seen, however it is written', async () => {
  const root = await mkdtemp(join(tmpdir(), 'dlpc-watch-'));
  const [directory, schema] = [join(root, 'policies'), join(root, 'schema')];
  await mkdir(directory);
  await mkdir(schema);
  await writeFile(join(schema, 'schema.sql'), 'create table t (id bigint);');
  await writeFile(join(directory, 'p.dlp'), policy('allow'));
  const program = spawn(process.execPath, ['--conditions=dlpc-source', MAIN, 'test', '--watch'], {
    cwd: directory,
  });
  let out = '';
  let seen = 0;
  program.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  let ready: (value: null) => void = () => undefined;
  program.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('watching for changes')) ready(null);
  });
  /** What one more run prints. */
  const nextRun = async (work: () => Promise<unknown>) => {
    const done = new Promise<null>((resolve) => {
      ready = resolve;
    });
    await work();
    await done;
    const printed = out.slice(seen);
    seen = out.length;
    return printed;
  };
  try {
    expect(await nextRun(() => Promise.resolve())).toContain('1 test, 1 case: all pass');
    expect(await nextRun(() => writeFile(join(directory, 'p.dlp'), policy('deny')))).toContain(
      '1 test failed',
    );
    // As an editor does it: a new file takes the place of the old one.
    const replaced = await nextRun(async () => {
      await writeFile(join(directory, '.p.dlp.swap'), policy('allow'));
      await rename(join(directory, '.p.dlp.swap'), join(directory, 'p.dlp'));
    });
    expect(replaced).toContain('all pass');
    const broken = await nextRun(() => writeFile(join(schema, 'schema.sql'), 'create table u (id bigint);'));
    expect(broken).toContain('DLP2002');
    const ended = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGINT');
    expect(await ended).toBe(0);
  } finally {
    program.kill('SIGKILL');
    await rm(root, { recursive: true, force: true });
  }
}, 60_000);
