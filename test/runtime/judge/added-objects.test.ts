import { relationKey } from '@dlpc/runtime/abi';
import { describe, expect, test } from 'vitest';
import type { AddedType } from '../../../runtime/src/catalog/catalog.ts';
import { archiveLive, judgeAs, live, told } from './fixture.ts';

describe('what somebody added to the database', () => {
  const evil = { schema: 'public', extension: null };

  test('a function that shadows a built-in one', () => {
    expect(
      told(judgeAs(['contractors'], 'select upper(ssn) from customers', { functions: { upper: evil } })),
    ).toMatch(/^42501 the proxy cannot judge the function upper/);
    expect(
      told(
        judgeAs(['contractors'], 'select pg_catalog.upper(ssn) from customers', {
          functions: { upper: evil },
        }),
      ),
    ).toMatch(/^select/);
  });

  test('an overload of a trusted extension leaves the choice to the server', () => {
    const citext = { schema: 'public', extension: 'citext' };
    expect(
      told(judgeAs(['contractors'], 'select max(ssn) from customers', { functions: { max: citext } })),
    ).toContain('select max(ssn) from (');
  });

  test('a function reached as an attribute', () => {
    expect(
      told(judgeAs(['contractors'], 'select c.leak from customers c', { functions: { leak: evil } })),
    ).toMatch(/^42501 .*"leak" behind a point/);
  });

  test.each([
    'ssn = name',
    'ssn operator(public.=) name',
    'ssn in (select name from customers)',
    '(case ssn when name then true end)',
  ])('an operator: %s', (condition) => {
    expect(
      told(
        judgeAs(['contractors'], `select 1 from customers where ${condition}`, { operators: { '=': evil } }),
      ),
    ).toMatch(/^42501 the proxy cannot judge the operator =/);
  });

  test.each([
    'json_object()',
    'json_array(ssn)',
    'json_array(select ssn from customers)',
    'json(ssn)',
    'json_scalar(ssn)',
    'json_serialize(ssn)',
    'json_objectagg(1: ssn)',
    'json_arrayagg(ssn)',
    "json_exists(ssn, '$')",
    "json_query(ssn, '$')",
    "json_value(ssn, '$')",
  ])('a function that a newer grammar takes for a construct: %s', (call) => {
    const functions = { [call.slice(0, call.indexOf('('))]: evil };
    const text = `select ${call} from customers`;
    expect(told(judgeAs(['contractors'], text, { functions, serverVersion: 150_017 }))).toMatch(
      /^42501 the proxy cannot judge the function json/,
    );
    expect(told(judgeAs(['contractors'], text, { functions }))).toMatch(/^select json/);
    expect(told(judgeAs(['contractors'], text, { serverVersion: 150_017 }))).toMatch(/^select json/);
  });

  test('what runs without its name in a statement', () => {
    const world = { silentCalls: ['the cast (integer AS text)'] };
    expect(told(judgeAs(['contractors'], 'select 1', world))).toMatch(
      /^42501 .*the cast \(integer AS text\) was added/,
    );
    expect(told(judgeAs(['contractors'], 'begin', world))).toBe('begin');
  });

  const checked = (check: string): Partial<AddedType> => ({ typtype: 'd', base: 'text', checks: [check] });
  const looksUp = checked('(public.is_known(VALUE))');

  test.each([
    ['an enum', { typtype: 'e' }],
    ['a domain without a check', { typtype: 'd', base: 'text' }],
    ['a domain whose check computes', checked("((VALUE ~ '^[a-z]+$'::text) AND (length(VALUE) < 9))")],
  ])('a type that computes: %s', (_, mood) => {
    const text = "select 'x'::mood, '{x}'::_mood, null::public.mood[]";
    const types = { mood, _mood: { typtype: 'b', parts: [relationKey('public', 'mood')] } };
    expect(told(judgeAs(['contractors'], text, { types }))).toBe(text);
  });

  test.each([
    ['a domain whose check looks something up', looksUp],
    ['a domain whose check reads a file', checked("(pg_read_file(VALUE) = ''::text)")],
    ['a domain whose check cannot be read', checked('VALUE >')],
    ['a domain over such a domain', { typtype: 'd', parts: [relationKey('public', 'known')] }],
    ['a row', { typtype: 'c' }],
    ['a range', { typtype: 'r' }],
    ['a range that somebody orders', { typtype: 'r', rangeCalls: true }],
    ["somebody's own", { typtype: 'b' }],
    ["an array of somebody's own", { typtype: 'b', parts: [relationKey('public', 'own')] }],
    ['a domain that converts to one of these', checked('(VALUE::public.known IS NOT NULL)')],
  ])('a type that cannot be judged: %s', (_, mood) => {
    const types = { mood, known: looksUp, own: { typtype: 'b' } };
    expect(told(judgeAs(['contractors'], "select 'x'::mood", { types }))).toMatch(
      /^42501 the proxy cannot judge a conversion to type mood/,
    );
  });

  test('a domain that converts to one that computes', () => {
    const types = { mood: checked('(VALUE::public.word IS NOT NULL)'), word: checked("(VALUE <> ''::text)") };
    expect(told(judgeAs(['contractors'], "select 'x'::mood", { types }))).toBe("select 'x'::mood");
  });

  test('a type before pg_catalog on the search path', () => {
    const types = { text: { typtype: 'b' } };
    const text = "select 'x'::text, 'x'::pg_catalog.text";
    expect(told(judgeAs(['contractors'], text, { types }))).toBe(text);
    expect(told(judgeAs(['contractors'], text, { types, searchPath: ['public', 'pg_catalog'] }))).toMatch(
      /^42501 the proxy cannot judge a conversion to type text/,
    );
  });

  describe('a column of a type that acts', () => {
    const key = (name: string) => relationKey('public', name);
    const types = {
      known: looksUp,
      _known: { typtype: 'b', parts: [key('known')] },
      deeper: { typtype: 'd', base: 'public.known', parts: [key('known')] },
      pair: { typtype: 'c', parts: [key('known')] },
      own: { typtype: 'b' },
      ordered: { typtype: 'r', rangeCalls: true },
      plain: { typtype: 'r' },
    };
    const read = (addedType: string) => {
      const columns = [
        { name: 'id', type: 'integer', addedType: null, nondeterministic: false, generatedFrom: [] },
        {
          name: 'customer_id',
          type: 'integer',
          addedType: key(addedType),
          nondeterministic: false,
          generatedFrom: [],
        },
      ];
      const relations = [{ ...live('public', 'orders', []), columns }];
      return told(judgeAs(['contractors'], 'select * from orders', { types, relations }));
    };

    test.each([
      ['known', 'pg_catalog.text'],
      ['_known', 'pg_catalog.text[]'],
      ['deeper', 'pg_catalog.text'],
    ])('%s is read as %s', (type, as) => {
      expect(read(type)).toBe(
        `select * from (SELECT "id", CAST("customer_id" AS ${as}) AS "customer_id" FROM "public"."orders") "orders"`,
      );
    });

    test('a row that holds one cannot be read', () => {
      expect(read('pair')).toMatch(/^42501 .*the type of its column "customer_id" runs what was added/);
    });

    test('a table with one cannot be written', () => {
      const columns = [
        { name: 'id', type: 'integer', addedType: null, nondeterministic: false, generatedFrom: [] },
        { name: 'note', type: 'text', addedType: key('known'), nondeterministic: false, generatedFrom: [] },
      ];
      const relations = [{ ...archiveLive(), columns }];
      expect(told(judgeAs(['contractors'], 'insert into archive values (1)', { types, relations }))).toMatch(
        /^42501 .* it runs the type text/,
      );
    });

    test('nor can a range that somebody orders, since its values meet wherever rows are sorted', () => {
      expect(read('ordered')).toMatch(/^42501 .*the type of its column "customer_id" runs what was added/);
    });

    test.each(['own', 'plain'])("somebody's own type can be shown: %s", (type) => {
      expect(read(type)).toBe('select * from orders');
    });
  });

  test('a parameter is converted too', () => {
    const types = { known: { ...looksUp, oid: 20_001 }, mood: { typtype: 'e', oid: 20_002 } };
    const toldWith = (...oids: number[]) =>
      told(judgeAs(['contractors'], 'select $1', { types }, 'extended', oids));
    expect(toldWith(20_001)).toMatch(
      /^42501 the proxy cannot judge a parameter of the type with the number 20001/,
    );
    expect(toldWith(20_003)).toMatch(/^42501 the proxy cannot judge a parameter/);
    expect(toldWith(23, 20_002, 0)).toBe('select $1');
  });
});
