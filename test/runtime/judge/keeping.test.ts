import { describe, expect, it } from 'vitest';
import { Judge } from '../../../runtime/src/judge/judge.ts';
import { askerOf } from '../../support/askers.ts';
import { catalogOf, matcher, parser } from './fixture.ts';

const judge = new Judge({ matcher, revision: 'test' }, catalogOf(), parser);
const contractors = judge.classOf(askerOf({ groups: new Set(['contractors']) }), 0);

function keeping(text: string): string {
  const verdict = contractors.judge(text, text.includes(';') ? 'simple' : 'extended');
  if (verdict.kind === 'deny') return 'denied';
  return verdict.keeping ?? 'disturbs';
}

describe('what makes the server forget all prepared statements', () => {
  it.each([
    ['deallocate all', true],
    ['deallocate prepare all', true],
    ['discard all', true],
    ['select 1; deallocate all', true],
    ['deallocate a', undefined],
    ['deallocate "all"', undefined],
    ['discard plans', undefined],
    ['select 1', undefined],
  ])('%s: %s', (text, expected) => {
    const verdict = contractors.judge(text, 'simple');
    expect(verdict).toMatchObject({ kind: 'forward' });
    expect(verdict.kind === 'forward' && verdict.forgetsPrepared).toBe(expected);
  });
});

describe('what a text means for statements that the server keeps', () => {
  it.each([
    ['select id, name, ssn from customers where id = $1', 'keepable'],
    ['select id, ssn from customers where id = 17 and id <> -2.5', 'keepable'],
    ['select id, ssn from customers where id = any($1) order by 1 limit 10', 'keepable'],
    ['select upper(name), null, true, now() from customers', 'keepable'],
    // Where a string stands, the server may have evaluated it when it parsed the statement.
    ["select id, ssn from customers where name = 'x'", 'disturbs'],
    ['select id, ssn from customers where name = $$x$$', 'disturbs'],
    ['select id, ssn from customers where name = $tag$x$tag$', 'disturbs'],
    ["select id, timestamp 'now' from customers", 'disturbs'],
    ['select 1', 'harmless'],
    ['select now(), $1::int', 'harmless'],
    ['select id, ssn from customers; select 1', 'harmless'],
    ["select set_config('timezone', 'utc', false)", 'disturbs'],
    ['begin', 'disturbs'],
    ['commit', 'disturbs'],
    ['rollback', 'disturbs'],
    ['set timezone = utc', 'disturbs'],
    ['reset all', 'disturbs'],
    ['discard all', 'disturbs'],
    ['deallocate all', 'disturbs'],
    ['select 1; set timezone = utc', 'disturbs'],
    ['explain select 1', 'disturbs'],
  ])('%s: %s', (text, expected) => {
    expect(keeping(text)).toBe(expected);
  });

  it('is the same for all texts of one template', () => {
    for (const id of [1, 2, 3])
      expect(keeping(`select ssn from customers where id = ${id}`)).toBe('keepable');
    for (const id of [1, 2, 3]) expect(keeping(`select ${id}`)).toBe('harmless');
  });
});
