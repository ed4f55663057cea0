/** What approvers are shown of a statement: what it touches, and which parameters could be labelled values. */
import { describe, expect, test } from 'vitest';
import { Judge } from '../../../../runtime/src/judge/judge.ts';
import { decodeBindValues } from '../../../../runtime/src/pgwire/codec/decode-bind-values.ts';
import { shownParameters } from '../../../../runtime/src/proxy/holds/shown-parameters.ts';
import { catalogOf, matcher, parser } from '../fixture.ts';

const judge = new Judge({ matcher, revision: 'r1' }, catalogOf(), parser);

/** Numbers of the parameters that are hidden. */
function hidden(text: string): readonly number[] {
  const { parameters, mayBeLabelled } = judge.describe(text, 'extended');
  return Array.from({ length: parameters }, (_, index) => index + 1).filter(mayBeLabelled);
}

test.each<[string, readonly number[]]>([
  // `ssn` is labelled; `id` and `name` are not.
  ['select * from customers where ssn = $1', [1]],
  ['select * from customers where id = $1 and name = $2', []],
  ['select * from customers where id = $1 and ssn like $2 || $3', [2, 3]],
  ['select * from customers c where c.id in ($1, $2) or lower(c.ssn) = lower($3)', [3]],
  ['select * from customers where id = $1 limit $2 offset $3', []],
  // What it means cannot be told.
  ['select $1 from customers', [1]],
  ['select * from customers where coalesce($1, id) is null', [1]],
  ['select * from customers where id = $1 and $2', [2]],
  ['select * from (select ssn as id from customers) c where id = $1', [1]],
  ['select * from customers where id = (select $1)', [1]],
  ['select * from customers where unknown_column = $1', [1]],
  // The same parameter in two places.
  ['select * from customers where id = $1 or ssn = $1', [1]],
  // Nothing is labelled there.
  ['select $1, * from archive where note = $2', []],
  ['insert into archive (id, note) values ($1, $2)', []],
  ['update archive set note = $1 where id = $2', []],
  ['insert into archive (id, note) select id, $1 from customers', [1]],
])('%s', (text, numbers) => {
  expect(hidden(text)).toEqual(numbers);
});

describe('what is touched', () => {
  test('with its labels, through views too', () => {
    const { touches, commands } = judge.describe('select n from summary', 'extended');
    expect(commands).toEqual(['SELECT']);
    expect(touches).toEqual(
      expect.arrayContaining([
        { name: 'summary', actions: ['select'], labels: [] },
        { name: 'customers', actions: ['select'], labels: ['pii'] },
      ]),
    );
  });

  test('of a text that nobody understands is nothing, and every parameter is hidden', () => {
    const { touches, mayBeLabelled } = judge.describe('nonsense $1', 'extended');
    expect(touches).toEqual([]);
    expect(mayBeLabelled(1)).toBe(true);
  });
});

describe('values', () => {
  const bind = (formats: readonly number[], values: readonly (Buffer | null)[]): Buffer => {
    const int16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
    const int32 = (value: number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeInt32BE(value);
      return bytes;
    };
    return Buffer.concat([
      int16(formats.length),
      ...formats.map(int16),
      int16(values.length),
      ...values.flatMap((value) => (value === null ? [int32(-1)] : [int32(value.length), value])),
      int16(0),
    ]);
  };
  const number = Buffer.from([0, 0, 1, 0]);
  const shown = (buffer: Buffer, types: readonly number[], isHidden = false) =>
    shownParameters(decodeBindValues(buffer) ?? [], types, () => isHidden).map(({ value }) => value);

  test('are read by their formats and types', () => {
    expect(shown(bind([], [Buffer.from('a'), null]), [])).toEqual(['a', null]);
    expect(shown(bind([1], [number, number]), [23, 0])).toEqual(['256', '\\x00000100']);
    expect(shown(bind([0, 1], [Buffer.from('x'), Buffer.from([1])]), [0, 16])).toEqual(['x', 'true']);
    expect(shown(bind([1], [number]), [23], true)).toEqual([null]);
    expect(shown(bind([], [Buffer.alloc(5000, 'x')]), [])[0]).toMatch(/^x{1000}… \(5000 bytes\)$/);
  });

  test('of a malformed message are none', () => {
    const right = bind([1], [number]);
    for (let end = 0; end < right.length; end += 1)
      expect(decodeBindValues(right.subarray(0, end))).toBeNull();
    expect(decodeBindValues(Buffer.concat([right, Buffer.from([0])]))).toBeNull();
    expect(decodeBindValues(bind([0, 1, 0], [number]))).toBeNull();
  });
});
