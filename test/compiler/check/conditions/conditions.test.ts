/** Conditions: what is a condition, what is not, and what the compiler makes of one. */
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../../compiler/src/ir/ir.ts';
import { simplify } from '../../../../compiler/src/lower/simplify-condition.ts';
import { checkPolicy, checkText } from '../../support/check-policy.ts';

async function conditionOf(text: string, groups = ''): Promise<Condition> {
  const { checked, found } = await checkText(`${groups}\npolicy p for ${text} { }`);
  expect(found.filter((d) => d.severity === 'error')).toEqual([]);
  const [condition] = checked.conditions.policies.values();
  if (condition === undefined) throw new Error('no condition');
  return simplify(condition);
}

const etl: Condition = { op: 'has', set: 'caller.groups', member: 'etl' };
const service: Condition = { op: 'kind-is', kind: 'service' };

describe('what a condition means', () => {
  test.each<[string, Condition]>([
    ['"etl" in caller.groups', etl],
    ['caller.kind == service', service],
    ['service == caller.kind', service],
    ['caller.kind != human', service],
    ['caller.kind in [service]', service],
    ['caller.kind in [service, human]', { op: 'constant', value: true }],
    ['caller.sub == "ada"', { op: 'one-of', field: 'caller.sub', values: ['ada'] }],
    ['"ada" == caller.sub', { op: 'one-of', field: 'caller.sub', values: ['ada'] }],
    ['caller.sub != "ada"', { op: 'not', operand: { op: 'one-of', field: 'caller.sub', values: ['ada'] } }],
    ['caller.sub in ["b", "a", "b"]', { op: 'one-of', field: 'caller.sub', values: ['a', 'b'] }],
    ['caller.sub in ["b", caller.sub]', { op: 'constant', value: true }],
    ['"a" in ["a", caller.sub]', { op: 'constant', value: true }],
    ['"b" in ["a", caller.sub]', { op: 'one-of', field: 'caller.sub', values: ['b'] }],
    ['caller.sub == caller.sub', { op: 'constant', value: true }],
    ['caller.kind != caller.kind or true', { op: 'constant', value: true }],
    ['true or "etl" in caller.groups', { op: 'constant', value: true }],
    ['"etl" in caller.groups and caller.kind == service', { op: 'and', operands: [etl, service] }],
    ['not ("etl" in caller.groups)', { op: 'not', operand: etl }],
    [
      '1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3 and 1 == 1 and 1 != 2 and "a" == "a"',
      { op: 'constant', value: true },
    ],
    ['("etl" in caller.groups) == true', etl],
    ['("etl" in caller.groups) == false', { op: 'not', operand: etl }],
    ['("etl" in caller.groups) in [true]', etl],
    ['1 in [1, 2]', { op: 'constant', value: true }],
  ])('%s', async (text, expected) => {
    expect(await conditionOf(text)).toEqual(expected);
  });

  test('groups stand for their conditions', async () => {
    expect(
      await conditionOf(
        'a and not b',
        'group a = b or "etl" in caller.groups\ngroup b = caller.kind == service',
      ),
    ).toEqual({
      op: 'and',
      operands: [
        { op: 'or', operands: [service, etl] },
        { op: 'kind-is', kind: 'human' },
      ],
    });
  });
});

describe('what is no condition', () => {
  test('values and lists by themselves, wherever a condition is needed', () =>
    checkPolicy(`
policy a for "support" { }
             ^^^^^^^^^ DLP3006
policy b for caller.sub or not 1 { }
             ^^^^^^^^^^ DLP3006
                               ^ DLP3006
policy c for ["a"] and (caller.kind or true) { }
             ^^^^^ DLP3006
                        ^^^^^^^^^^^ DLP3006
policy d for service { }
             ^^^^^^^ DLP3006
policy e for caller { }
             ^^^^^^ DLP3011
policy f for caller.groups { }
             ^^^^^^^^^^^^^ DLP3006
`));

  test('a string by itself was meant for a group', async () => {
    const { found } = await checkText('policy a for "support" { }');
    expect(found[0]?.fix?.edits).toEqual([
      { span: { file: 'main.dlp', start: 22, end: 22 }, newText: ' in caller.groups' },
    ]);
  });
});

describe('comparisons', () => {
  test('compare like with like', () =>
    checkPolicy(`
policy a for caller.sub == 1 { }
             ^^^^^^^^^^^^^^^ DLP3007
policy b for caller.kind == "service" { }
             ^^^^^^^^^^^^^^^^^^^^^^^^ DLP3007
policy c for caller.kind in ["service"] { }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^ DLP3007
policy d for caller.sub in [1] { }
             ^^^^^^^^^^^^^^^^^ DLP3007
policy e for 1 in caller.groups { }
             ^^^^^^^^^^^^^^^^^^ DLP3007
policy f for true == service { }
             ^^^^^^^^^^^^^^^ DLP3007
`));

  test('a kind in quotes is offered without them', async () => {
    const { found } = await checkText('policy b for "service" == caller.kind { }');
    expect(found[0]?.fix?.edits).toEqual([
      { span: { file: 'main.dlp', start: 13, end: 22 }, newText: 'service' },
    ]);
    const { found: none } = await checkText('policy b for caller.kind == "etl" { }');
    expect(none[0]?.fix).toBeNull();
  });

  test('order is for integers', () =>
    checkPolicy(`
policy a for caller.sub < "b" { }
             ^^^^^^^^^^ DLP3009
                          ^^^ DLP3009
policy b for 1 >= caller.kind { }
                  ^^^^^^^^^^^ DLP3009
`));

  test('sets and lists are asked for members', () =>
    checkPolicy(`
policy a for caller.groups == ["a"] { }
             ^^^^^^^^^^^^^^^^^^^^^^ DLP3012
policy b for ["a"] != ["b"] { }
             ^^^^^^^^^^^^^^ DLP3012
policy c for caller.groups in [1] { }
             ^^^^^^^^^^^^^ DLP3012
policy d for "a" in [["a"]] { }
                     ^^^^^ DLP3012
`));

  test('`in` needs a collection, and groups a literal', () =>
    checkPolicy(`
policy a for caller.sub in "ada" { }
                           ^^^^^ DLP3008
policy b for "a" in caller.sub { }
                    ^^^^^^^^^^ DLP3008
policy c for caller.sub in caller.groups { }
             ^^^^^^^^^^ DLP3013
`));

  test('a list holds things of one type', () =>
    checkPolicy(`
policy a for caller.sub in ["a", 1, true] { }
                                 ^ DLP3014
                                    ^^^^ DLP3014
`));
});

describe('names', () => {
  test('an unknown name is a group, or beside `caller.kind` a kind', async () => {
    const { found } = await checkPolicy(`
group support = true
policy a for suport { }
             ^^^^^^ DLP2006
policy b for caller.kind == humna { }
                            ^^^^^ DLP2008
policy c for caller.kind in [servise, machine] { }
                             ^^^^^^^ DLP2008
                                      ^^^^^^^ DLP2008
policy d for nonsense == caller.kind { }
             ^^^^^^^^ DLP2008
`);
    expect(found.map((d) => d.fix?.edits[0]?.newText ?? null)).toEqual([
      'support',
      'human',
      'service',
      null,
      null,
    ]);
  });

  test('fields of the caller, and of nothing else', () =>
    checkPolicy(`
policy a for "a" in caller.group { }
                           ^^^^^ DLP2007
policy b for caller.sub.length == 1 { }
                        ^^^^^^ DLP3010
policy c for human.x { }
                   ^ DLP3010
`));

  test('what is wrong in a group is said there alone', () =>
    checkPolicy(`
group broken = caller.sub == 1
               ^^^^^^^^^^^^^^^ DLP3007
policy a for broken or not broken { }
`));
});

describe('size', () => {
  test('a condition with its groups written out is bounded', async () => {
    const doubling = Array.from({ length: 40 }, (_, i) => `group g${i + 1} = g${i} or g${i}`).join('\n');
    const { found } = await checkText(`group g0 = "a" in caller.groups\n${doubling}\npolicy p for g40 { }`);
    expect(found.map((d) => d.code)).toEqual(['DLP3015']);
    expect(found[0]?.message).toContain('10000 parts');
  });

  test('so is its depth', async () => {
    const nested = Array.from({ length: 150 }, (_, i) => `group g${i + 1} = not (g${i} and true)`).join('\n');
    const { found } = await checkText(`group g0 = "a" in caller.groups\n${nested}`);
    expect(found.map((d) => d.code)).toEqual(['DLP3015']);
    expect(found[0]?.message).toContain('200 levels');
  });

  test('the longest condition that can be written is no trouble', async () => {
    const long = Array.from({ length: 300 }, (_, i) => `"g${i}" in caller.groups`);
    const { found } = await checkText(`policy p for ${long.join(' or ')} { }`);
    expect(found).toEqual([]);
    const equal = `${'('.repeat(60)}true${') == true'.repeat(60)}`;
    expect((await checkText(`policy p for ${equal} { }`)).found.map((d) => d.code)).toEqual(['DLP3015']);
  });
});
