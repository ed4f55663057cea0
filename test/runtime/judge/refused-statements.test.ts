/** What is never passed, whoever sends it: each kind of statement by its name, in each place where one could stand, with what to do in its place. */
import { describe, expect, test } from 'vitest';
import { commandHint } from '../../../runtime/src/judge/command-hint.ts';
import { judgeAs } from './fixture.ts';
import { REFUSED_STATEMENTS } from './refused-statements.ts';

function denied(text: string, protocol: 'simple' | 'extended' = 'simple') {
  const verdict = judgeAs(['contractors'], text, {}, protocol);
  if (verdict.kind !== 'deny') throw new Error(`passed: ${text}`);
  return verdict.denial;
}

describe.each(REFUSED_STATEMENTS)('%s%s', (name, rest) => {
  const text = `${name}${rest}`;

  test('is refused by its name, in both protocols, with a way out', () => {
    for (const protocol of ['simple', 'extended'] as const) {
      const { sqlstate, message, hint } = denied(text, protocol);
      expect([sqlstate, message]).toEqual(['42501', `the policy does not allow ${name.toUpperCase()}`]);
      expect(hint).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('takes with it what is sent beside it', () => {
    expect(denied(`select 1; ${text}; select 2`).message).toBe(
      `the policy does not allow ${name.toUpperCase()}`,
    );
  });

  test('does not pass within another statement', () => {
    for (const around of ['explain', 'explain analyze', 'prepare p as', 'declare c cursor for'])
      expect(denied(`${around} ${text}`).sqlstate).toMatch(/^42(?:501|601)$/);
    for (const [before, after] of WITHIN)
      expect(denied(`${before}${text}${after}`).sqlstate).toMatch(/^42(?:501|601)$/);
  });
});

const WITHIN = [
  ['with x as (', ') select 1'],
  ['select * from (', ') x'],
  ['copy (', ') to stdout'],
  ['insert into archive (id) ', ''],
] as const;

test('whoever defines something is told where that is done', () => {
  expect(denied('create table t (a int)').hint).toMatch(/past the proxy, as by migrations/);
  expect(denied('create table t as select 1').hint).toMatch(/INSERT … SELECT/);
  expect(denied("do 'begin end'").hint).toMatch(/by themselves/);
  expect(denied('call p()').hint).toMatch(/by themselves/);
  expect(denied('notify a').hint).toMatch(/past the proxy/);
  expect(denied("copy t from program 'x'").hint).toMatch(/on your side/);
  expect(commandHint('something new')).toMatch(/^The proxy passes SELECT/);
});

test('whoever may not write here is told where', () => {
  expect(denied('insert into customers values (1)').hint).toBe('You may insert into archive.');
  expect(denied('delete from orders where id = 1').hint).toBe('You may delete from archive.');
  expect(denied('update customers set id = 1').hint).toBe('You may update archive.');
});
