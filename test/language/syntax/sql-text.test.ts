/** Where a condition in SQL ends: as PostgreSQL reads quotes, comments and brackets. */
import { parsePolicyFile, visit } from '@dlpc/language';
import { describe, expect, it } from 'vitest';

/** The conditions of the filters in the block of a policy, and the codes of what is wrong. */
function read(block: string): { readonly conditions: readonly string[]; readonly codes: readonly string[] } {
  const { ast, diagnostics } = parsePolicyFile('f.dlp', `policy p for x { on y {\n${block}\n} }`);
  const conditions: string[] = [];
  visit(ast, { FilterStatement: ({ condition }) => void conditions.push(condition.text) });
  return { conditions, codes: diagnostics.map(({ code }) => code) };
}

describe('a condition', () => {
  it.each([
    ['ends with its line', 'filter a where b = 1\nfilter c where d', ['b = 1', 'd']],
    ['has no blanks around it', 'filter a where \t b = 1 \t\r\nfilter c where d  ', ['b = 1', 'd']],
    [
      'goes on in brackets',
      'filter a where (b\n = [\n1]\n) and c\nfilter d where e',
      ['(b\n = [\n1]\n) and c', 'e'],
    ],
    ['ends at a comment of ours', 'filter a where b = 1 // (c', ['b = 1']],
    ['ends at a brace', 'filter a where b = 1 } on y { filter c where d', ['b = 1', 'd']],
    [
      'keeps comments of SQL',
      'filter a where b -- c } //\nfilter c where d /* ( /* } */ \n ) */ + 1',
      ['b -- c } //', 'd /* ( /* } */ \n ) */ + 1'],
    ],
    [
      'keeps strings',
      "filter a where b = '// } '' (' || '\n'\nfilter c where d",
      ["b = '// } '' (' || '\n'", 'd'],
    ],
    ['keeps names in quotes', 'filter a where "b }"" (" = 1\nfilter c where d', ['"b }"" (" = 1', 'd']],
    [
      'keeps strings with escapes',
      String.raw`filter a where b = E'\' } ' or c = e'\\'`,
      [String.raw`b = E'\' } ' or c = e'\\'`],
    ],
    [
      'has no escapes in other strings',
      String.raw`filter a where b = '\' and c = 1e'x\'`,
      [String.raw`b = '\' and c = 1e'x\'`],
    ],
    [
      'keeps dollar quotes',
      "filter a where b = $$ } ' $$ and c = $q$ $$ ( $q$",
      ["b = $$ } ' $$ and c = $q$ $$ ( $q$"],
    ],
    ['takes a dollar in a name for no quote', 'filter a where b$q$ = 1 // $q$', ['b$q$ = 1']],
    ['takes a parameter for no quote', 'filter a where b = $1 // $1', ['b = $1']],
    ['holds a division', 'filter a where b / 2 = 1', ['b / 2 = 1']],
    ['may be a word of the language', 'filter a where on\nfilter where where where', ['on', 'where']],
  ])('%s', (_, block, conditions) => {
    expect(read(block)).toEqual({ conditions, codes: [] });
  });

  it('begins behind the `where` of a filter alone', () => {
    const block = `
      filter a.where, b."where", *.c where where = 1
      deny delete on filter without where
      deny delete on filter, where without where
      deny delete on x.filter without where
      filter without where a = 1
      filter filter where filter
      filter on where on
      filter on.on, filter where b`;
    const { conditions, codes } = read(block);
    expect(codes).toEqual([]);
    expect(conditions).toEqual(['where = 1', 'a = 1', 'filter', 'on', 'b']);
  });

  it('may have 16 Ki characters', () => {
    expect(read(`filter a where b in (${'1,\n'.repeat(5000)}1)`).codes).toEqual([]);
    expect(read(`filter a where b in (${'1,\n'.repeat(6000)}1)`).codes).toEqual(['DLP1026']);
  });

  it('that is broken ends before the next statement', () => {
    const text = "filter a where (b\n  and c\nallow select on t\nfilter a where 'b\nmask d with e";
    const { conditions, codes } = read(text);
    expect(conditions).toEqual(['(b\n  and c', "'b"]);
    expect(codes).toEqual(['DLP1025', 'DLP1025']);
  });
});
