/** The page that compares says what its statements bring: the same from both worlds through the proxy, and not the same past it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTwoWorlds, type TwoWorlds, WAYS } from '../e2e/two-worlds.ts';
import { describeMessage } from '../support/backend-messages.ts';
import { REPOSITORY } from '../support/programs.ts';

const page = readFileSync(join(REPOSITORY, 'docs/alternatives.md'), 'utf8');
const [, block = ''] = /^```sql\n(.*?)^```$/ms.exec(page) ?? [];
const statements = block
  .trim()
  .split('\n')
  .map((line) => line.replace(/;$/, ''));

let both: TwoWorlds;
beforeAll(async () => {
  both = await createTwoWorlds();
});
afterAll(() => both?.stop());

it('asks something', () => expect(statements.length).toBeGreaterThan(5));

describe.each(statements)('%s', (sql) => {
  it('tells nothing through the proxy', async () => {
    for (const ask of [WAYS.simple, WAYS['extended, binary']]) {
      const [left = [], right = []] = await both.answers((tap) => ask?.(sql)(tap) ?? Promise.resolve());
      expect(left.length).toBeGreaterThan(1);
      expect(right.map(describeMessage)).toEqual(left.map(describeMessage));
    }
  });

  it('tells the worlds apart past it', async () => {
    const [left, right] = await Promise.all(
      both.worlds.map(async (world) =>
        (await world.direct()).query(sql).then(
          ({ rows }) => rows,
          (error: Error) => error.message,
        ),
      ),
    );
    expect(right).not.toEqual(left);
  });
});
