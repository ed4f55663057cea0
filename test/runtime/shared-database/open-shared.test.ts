/** Many processes that open the same new file at the same moment all get it, and lose nothing of each other. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const PROCESSES = 4;
const ROUNDS = 40;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-shared-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('is opened by all of them', async () => {
  const opener = join(import.meta.dirname, 'opener.ts');
  const run = promisify(execFile);
  await Promise.all(
    Array.from({ length: PROCESSES }, (_, index) =>
      run(process.execPath, ['--conditions=dlpc-source', opener, directory, String(ROUNDS), String(index)]),
    ),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    const database = new DatabaseSync(join(directory, `${round}.sqlite`));
    const rows = database.prepare('SELECT n FROM counts ORDER BY n').all();
    database.close();
    expect(rows.map(({ n }) => n)).toEqual([0, 1, 2, 3]);
  }
});
