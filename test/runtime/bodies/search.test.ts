/** What is found in the texts of a body is masked within, and names that nobody described with their members. */
import { describe, expect, it } from 'vitest';
import { CsvMasker } from '../../../runtime/src/bodies/csv-masker.ts';
import { FormMasker } from '../../../runtime/src/bodies/form-masker.ts';
import { JsonMasker } from '../../../runtime/src/bodies/json/json-masker.ts';
import { cuts, plansOf, run, shape } from './shapes-fixture.ts';

const searches = [0];
const SHAPES = [
  shape({
    types: ['object'],
    properties: new Map([
      ['note', 1],
      ['count', 2],
      ['open', 3],
      ['tags', 4],
      ['masked', 5],
    ]),
    undeclared: 'show',
    searches,
  }),
  shape({ types: ['string'], undeclared: 'show', searches }),
  shape({ types: ['integer'], undeclared: 'show', searches }),
  // Somebody put a label on it, and it is revealed.
  shape({ undeclared: 'show', isProtected: false }),
  shape({ types: ['array'], items: 1, undeclared: 'show', searches }),
  shape({ types: ['string'], undeclared: 'show', searches, mask: 'length' }),
];

function masked(text: string): readonly (string | null)[] {
  const plans = plansOf(SHAPES);
  return [...new Set(cuts(text).map((pieces) => run(new JsonMasker(plans, plans.of(0)), pieces).text))];
}

describe('JSON, wherever it is cut', () => {
  it.each([
    ['a described text', '{"note":"mail a@b now"}', '{"note":"mail # now"}'],
    ['escapes', '{"note":"a\\u0040b \\n"}', '{"note":"# \\n"}'],
    ['a number', '{"count":11111111111111}', '{"count":null}'],
    ['a plain number', '{"count":11}', '{"count":11}'],
    ['what carries a label of its own', '{"open":{"x":"a@b","a@b":1}}', '{"open":{"x":"a@b","a@b":1}}'],
    ['items', '{"tags":["a@b","x"]}', '{"tags":["#","x"]}'],
    [
      'what nobody described, however deep',
      '{"more":[{"x":["a@b",1,null]}]}',
      '{"more":[{"x":["#",1,null]}]}',
    ],
    ['a name that nobody described', '{"a@b":{"x":1},"y":2}', '{"y":2}'],
    ['a name with escapes, deep', '{"m":{"a\\u0040b":1,"k":{"@":[]}}}', '{"m":{"k":{}}}'],
    ['a whole that is masked after its parts', '{"masked":"a@bcdefg"}', '{"masked":{"length":3}}'],
    ['a value of another type', '{"note":{"x":"a@b"},"count":"a@b"}', '{"note":null,"count":null}'],
    ['a body that is no object', '"a@b"', 'null'],
  ])('%s', (_, given, wanted) => {
    expect(masked(given)).toEqual([wanted]);
  });

  it('what holds nothing is not touched, and what is found is', () => {
    const touchedBy = (text: string) => {
      const plans = plansOf(SHAPES);
      const masker = new JsonMasker(plans, plans.of(0));
      masker.push(Buffer.from(text));
      masker.end();
      return masker.touched;
    };
    expect(touchedBy('{"note":"x", "count":1, "more":["y"]}')).toBeNull();
    expect(touchedBy('{"note":"a@b"}')).toBe('note');
    expect(touchedBy('{"x":"a@b"}')).toBe('');
    expect(touchedBy('{"a@b":1}')).toBe('');
  });
});

it('forms', () => {
  const form = (text: string) => run(new FormMasker(plansOf(SHAPES), 0), [Buffer.from(text)]).text;
  expect(form('note=a%40b+now&count=11111111111111&count=7&tags=a%40b&tags=x')).toBe(
    'note=%23%20now&count=7&tags=%23&tags=x',
  );
  expect(form('note=x')).toBe('note=x');
});

it('CSV', () => {
  const rows = [shape({ types: ['array'], items: 1, undeclared: 'show', searches }), ...SHAPES].map(
    (one) => ({
      ...one,
      items: one.items === null ? null : one.items,
      properties: new Map([...one.properties].map(([name, index]) => [name, index + 1])),
    }),
  );
  const masker = new CsvMasker(plansOf(rows), 0);
  const text = 'note,count\n"a@b, now",7\nplain,11111111111111\n';
  expect(run(masker, [Buffer.from(text)]).text).toBe('note,count\n"#, now",7\nplain,\n');
  const plain = new CsvMasker(plansOf(rows), 0);
  run(plain, [Buffer.from('note,count\nx,7\n')]);
  expect(plain.touched).toBeNull();
});
