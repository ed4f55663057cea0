import { formatText } from '@dlpc/language';
import { describe, expect, it } from 'vitest';

function format(text: string): string {
  const formatted = formatText(text);
  expect(formatted.diagnostics).toEqual([]);
  return formatted.text;
}

const long = (name: string) => name.padEnd(40, '_long');

describe('formatText', () => {
  it('puts one empty line between declarations, and lets short ones of a kind stay together', () => {
    const text = `database a from "a.sql"
database b   from "b.sql"

database c from "c.sql" label x label y { z }
label deep { a { b c } d }
mask default with   keep_last( 4 , "x" )`;
    expect(format(text)).toMatchInlineSnapshot(`
      "database a from "a.sql"
      database b from "b.sql"

      database c from "c.sql"

      label x
      label y { z }

      label deep {
        a { b c }
        d
      }

      mask default with keep_last(4, "x")
      "
    `);
  });

  it('breaks long lines at their commas and operators', () => {
    const text = `classify pii crm.${long('a')}.b, crm.${long('c')}.{d, e}, crm.${long('f')}.g
classify pii crm.t.{${long('a')}, ${long('b')}, ${long('c')}}
group g = caller.kind == ${long('a')} and (${long('b')} or ${long('c')} or x in ["a", "b"] or ${long('d')})
policy p for caller.kind == ${long('a')} and ${long('b')} and x { on crm {
allow select, insert on ${long('a')}, ${long('b')}, ${long('c')}
mask ${long('a')}, ${long('b')} with keep_last(4) reveal ${long('a')}, ${long('b')}, ${long('c')} } }`;
    expect(format(text)).toMatchInlineSnapshot(`
      "classify pii
        crm.a_long_long_long_long_long_long_long_lon.b,
        crm.c_long_long_long_long_long_long_long_lon.{d, e},
        crm.f_long_long_long_long_long_long_long_lon.g

      classify pii
        crm.t.{
          a_long_long_long_long_long_long_long_lon,
          b_long_long_long_long_long_long_long_lon,
          c_long_long_long_long_long_long_long_lon
        }

      group g =
        caller.kind == a_long_long_long_long_long_long_long_lon
        and (
          b_long_long_long_long_long_long_long_lon
          or c_long_long_long_long_long_long_long_lon
          or x in ["a", "b"]
          or d_long_long_long_long_long_long_long_lon
        )

      policy p
        for caller.kind == a_long_long_long_long_long_long_long_lon
          and b_long_long_long_long_long_long_long_lon
          and x
      {
        on crm {
          allow select, insert on
            a_long_long_long_long_long_long_long_lon,
            b_long_long_long_long_long_long_long_lon,
            c_long_long_long_long_long_long_long_lon
          mask a_long_long_long_long_long_long_long_lon, b_long_long_long_long_long_long_long_lon with keep_last(4)
          reveal
            a_long_long_long_long_long_long_long_lon,
            b_long_long_long_long_long_long_long_lon,
            c_long_long_long_long_long_long_long_lon
        }
      }
      "
    `);
  });

  it('breaks only what does not fit, to the last column', () => {
    const first = `reveal a.${'b'.repeat(89)}, c`;
    const text = `policy p for x {\n  on crm {\n    ${first}\n    ${first}\n    reveal d, e\n  }\n}\n`;
    expect(`    ${first}`.length).toBe(105);
    expect(format(text)).toBe(text);
    expect(format(text.replaceAll(', c', ', cccccc'))).toBe(text.replaceAll(', c', ', cccccc'));
    expect(format(text.replaceAll(', c', ', ccccccc'))).toContain('reveal\n');
  });

  it('puts neighbouring lines that classify, or that name groups, in columns', () => {
    const text = `classify pii.contact crm.customers.{email, phone}
classify pii."national id" crm.customers.ssn // the number
classify pci crm.payments.card_number

classify pci crm.t.a
// Apart.
classify pci.pan crm.t.b
group etl = a
group contractors = b or c
group g = ${long('a')} and ${long('b')} and ${long('c')}
`;
    expect(format(text)).toMatchInlineSnapshot(`
      "classify pii.contact        crm.customers.{email, phone}
      classify pii."national id"  crm.customers.ssn // the number
      classify pci                crm.payments.card_number

      classify pci crm.t.a
      // Apart.
      classify pci.pan crm.t.b

      group etl         = a
      group contractors = b or c

      group g =
        a_long_long_long_long_long_long_long_lon
        and b_long_long_long_long_long_long_long_lon
        and c_long_long_long_long_long_long_long_lon
      "
    `);
    expect(format(format(text))).toBe(format(text));
  });

  it('leaves lines out of columns that would make one of them too long', () => {
    const text = `classify a crm.t.${'b'.repeat(92)}\nclassify ccc crm.t.d\n`;
    expect(format(text)).toBe(text);
  });

  it('keeps a tree of labels on several lines where it was', () => {
    const text = 'label pii {\n  contact\n  national_id\n}\n\nlabel pci { pan }\n';
    expect(format(text)).toBe(text);
    expect(format('label pii { contact\nnational_id }')).toBe('label pii { contact national_id }\n');
  });

  it('keeps comments and single empty lines where they were', () => {
    const text = `

// About the file.


// About a.
label a // short
// About b.
label b


policy p for x { // the pipeline

  // About crm.
  on crm {

    allow select on t


    // Not these.
    deny select on u // secret
    deny insert on u,
      // archived
      v
    // nothing more

  }
  on billing {
    // nothing yet
  }
}

// The end.
`;
    expect(format(text)).toMatchInlineSnapshot(`
      "// About the file.

      // About a.
      label a // short
      // About b.
      label b

      policy p for x { // the pipeline
        // About crm.
        on crm {
          allow select on t

          // Not these.
          deny select on u // secret
          deny insert on
            u,
            // archived
            v
          // nothing more
        }
        on billing {
          // nothing yet
        }
      }

      // The end.
      "
    `);
  });

  it('keeps comments in odd places', () => {
    const text = `policy // a
p // b
for // c
x or // d
y { // e
} // f
classify a // g
. b c.d.e // h
, f . g.h
`;
    expect(format(text)).toMatchInlineSnapshot(`
      "policy // a
        p // b
        for // c
            x
          or // d
            y
      { // e
      } // f

      classify a // g
        .b
        c.d.e, // h
        f.g.h
      "
    `);
  });

  it('shows in parentheses how conditions group, and drops those that say nothing', () => {
    expect(format('group a = b and c or not (d)')).toBe('group a = (b and c) or not d\n');
    expect(format('group a = ((b or c)) and ((not d) == e)')).toBe('group a = (b or c) and (not d) == e\n');
    expect(format('group a = b and (c and d)')).toBe('group a = b and (c and d)\n');
    expect(format('group a = (b and c) and d')).toBe('group a = b and c and d\n');
    expect(format('group a = (b.c) in (["d"])')).toBe('group a = b.c in ["d"]\n');
  });

  it('keeps literals as they are written', () => {
    expect(format('group a = b in [50_000, "\\u{e9}", "é"]')).toBe(
      'group a = b in [50_000, "\\u{e9}", "é"]\n',
    );
    expect(format('mask default with redact()')).toBe('mask default with redact\n');
    expect(format('classify a b.c.{d}')).toBe('classify a b.c.d\n');
  });

  it('leaves a file with mistakes as it is', () => {
    const text = 'label   a\nlabel  {';
    const formatted = formatText(text, 'a.dlp');
    expect(formatted.text).toBe(text);
    expect(formatted.diagnostics.map((d) => [d.code, d.span.file])).toEqual([['DLP1010', 'a.dlp']]);
  });

  it('has nothing to say about nothing', () => {
    expect(format('')).toBe('');
    expect(format(' \n\n')).toBe('');
    expect(format('// only this')).toBe('// only this\n');
    expect(format('\uFEFFlabel a\r\n')).toBe('label a\n');
  });
});
