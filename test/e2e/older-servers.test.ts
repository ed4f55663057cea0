/**
 * The promise on the versions of PostgreSQL between the two that all other tests run on: the proxy starts before each, reads its
 * catalog, and two worlds that differ in protected values alone answer the same bytes.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BackendMessage, describeMessage } from '../support/backend-messages.ts';
import { olderPostgres } from '../support/postgres.ts';
import { OLDER_MAJORS, type OlderMajor } from '../support/postgres-binaries.ts';
import { requires } from '../support/requires.ts';
import type { TappedClient } from '../support/tapped-client.ts';
import { copied, createTwoWorlds, type TwoWorlds, WAYS } from './two-worlds.ts';
import { OTHERS, READS } from './two-worlds-statements.ts';

for (const major of OLDER_MAJORS)
  requires(`postgresql-${major}`)(`PostgreSQL ${major}`, () => theSameInBothWorlds(major));

function theSameInBothWorlds(major: OlderMajor): void {
  let both: TwoWorlds;
  beforeAll(async () => {
    both = await createTwoWorlds(olderPostgres(major));
  });
  afterAll(() => both?.stop());

  const expectAlike = ([left = [], right = []]: BackendMessage[][]): void => {
    expect(right.map(describeMessage)).toEqual(left.map(describeMessage));
    expect(left.at(-1)?.type).toBe('Z');
  };

  it('it is that version, and the worlds differ', async () => {
    const [left, right] = await Promise.all(both.worlds.map((world) => world.direct()));
    const version = await left?.query('show server_version_num');
    expect(Math.trunc(Number(version?.rows[0].server_version_num) / 10_000)).toBe(major);
    const emails = 'select email from customers order by id';
    expect((await left?.query(emails))?.rows).not.toEqual((await right?.query(emails))?.rows);
  });

  it.each(['simple', 'extended, binary', 'copy, binary'])('%s', async (way) => {
    const ask = WAYS[way];
    for (const { sql, outcome } of READS) {
      const answers = await both.answers((tap) => ask?.(sql)(tap) ?? Promise.resolve());
      expectAlike(answers);
      // COPY takes some statements only that a query may hold.
      if (outcome === 'answered' && !way.startsWith('copy'))
        expect(answers[0]?.filter(({ type }) => type === 'E').map(describeMessage), sql).toEqual([]);
    }
  });

  it.each(OTHERS)('$sql', async ({ sql }) => {
    const send = async (tap: TappedClient): Promise<unknown> =>
      /^copy /.test(sql) ? copied(tap, sql) : tap.client.query(sql);
    expectAlike(await both.answers(send));
    await both.answers((tap) => tap.client.query('rollback'));
  });
}
