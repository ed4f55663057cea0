/** Statements that are meant to cost: time, memory, the parser. */
import { bind, closeStatement, execute, parse, sync } from '../../runtime/pgwire/frontend.ts';
import { attack, denied, type Family, fails, masked, send, simple } from '../attack.ts';

const acts = { bare: 'acts' } as const;
const list = (count: number, item: (index: number) => string, separator = ', ') =>
  Array.from({ length: count }, (_, index) => item(index)).join(separator);
/** The one that is meant to hurt, and one that must be answered right behind it. */
const then = (text: string) => [simple(text), simple('select id, email from people order by id limit 3')];
const tooDeep = denied('bounded work', 'nested too deeply', '54001');

export const resources: Family = {
  name: 'resources',
  about: 'Whoever stops the proxy, or makes it slow, stops everybody.',
  attacks: [
    attack(
      'long-sum',
      'adds twenty thousand numbers, which breaks the parser',
      then(`select ${list(20_000, () => '1', '+')}`),
      tooDeep,
      acts,
    ),
    attack(
      'deep-parentheses',
      'opens a hundred thousand parentheses',
      then(`select ${'('.repeat(100_000)}1${')'.repeat(100_000)}`),
      tooDeep,
      acts,
    ),
    attack(
      'deep-subqueries',
      'puts thousands of queries into each other',
      then(`select ${'(select '.repeat(3_000)}1${')'.repeat(3_000)}`),
      tooDeep,
      acts,
    ),
    attack(
      'deep-arrays',
      'puts arrays into each other',
      then(`select ${'array['.repeat(3_000)}1${']'.repeat(3_000)}`),
      tooDeep,
      acts,
    ),
    attack(
      'deep-negations',
      'denies a hundred thousand times',
      then(`select ${'not '.repeat(60_000)}true`),
      tooDeep,
      acts,
    ),
    attack(
      'deep-casts',
      'casts fifty thousand times',
      then(`select 1${'::int'.repeat(50_000)}`),
      tooDeep,
      acts,
    ),
    attack(
      'deep-joins',
      'joins thousands of tables',
      then(`select 1 from orders a ${list(5_000, (i) => `join orders b${i} on true`, ' ')}`),
      tooDeep,
      acts,
    ),
    attack(
      'deep-unions',
      'puts thousands of queries side by side',
      then(list(10_000, () => 'select 1', ' union all ')),
      tooDeep,
      acts,
    ),
    attack(
      'deep-branches',
      'puts branches into each other',
      then(`select ${'case when true then '.repeat(5_000)}1${' end'.repeat(5_000)}`),
      tooDeep,
      acts,
    ),
    attack(
      'too-deep-to-judge',
      'nests deeper than anybody would',
      then(`select ${'('.repeat(401)}email || 'x'${`) || 'x'`.repeat(401)} from people`),
      tooDeep,
      acts,
    ),
    attack(
      'row-of-signs',
      'writes a hundred thousand signs, over which the scanner goes again and again',
      then(`select ${'+'.repeat(100_000)}1`),
      denied('bounded work', 'operator characters in a row', '54001'),
      acts,
    ),
    attack(
      'comments-in-comments',
      'opens forty thousand comments',
      then(`select ${'/*'.repeat(40_000)}${'*/'.repeat(40_000)} 1`),
      denied('bounded work', 'operator characters in a row', '54001'),
      acts,
    ),
    attack(
      'repeated-source',
      'assigns a long list to a thousand columns, which the tree holds a thousand times',
      then(
        `update diary set (${list(1000, (i) => `c${i}`)}) = (select ${list(1000, () => `'${'x'.repeat(150)}'`)})`,
      ),
      denied('bounded work', 'too many columns at once', '54001'),
      acts,
    ),
    attack(
      'too-long',
      'sends a text of a megabyte',
      then(`select '${'x'.repeat(1_000_000)}'`),
      denied('bounded work', 'longer than', '54001'),
      acts,
    ),
    attack(
      'many-tables',
      'reads ten thousand protected tables',
      then(`select 1 from ${list(10_000, (i) => `people p${i}`)}`),
      denied('bounded work', 'cannot be rewritten'),
      acts,
    ),
    attack(
      'many-catalogs',
      'reads ten thousand catalogs, each of which grows a hundredfold',
      then(`select 1 from ${list(10_000, (i) => `pg_settings p${i}`)}`),
      denied('bounded work', 'cannot be rewritten'),
      acts,
    ),
    attack(
      'many-expressions',
      'names ten thousand columns with their schema',
      then(`select ${list(10_000, () => 'public.people.email')} from public.people`),
      fails('54011', 'bounded work'),
      acts,
    ),
    attack(
      'many-ctes',
      'begins with ten thousand expressions',
      then(`with ${list(10_000, (i) => `a${i} as (select 1)`)} select email from people where id < 3`),
      masked('bounded work'),
      acts,
    ),
    attack(
      'long-list',
      'lists a hundred thousand constants',
      then(`select id, email from people where id in (${list(30_000, (i) => String(i))}) order by id`),
      masked('bounded work'),
    ),
    attack(
      'many-statements',
      'sends ten thousand statements in one text',
      [simple(`${'select 1;'.repeat(10_000)} select id, email from people order by id`)],
      masked('bounded work'),
    ),
    attack(
      'many-names',
      'asks a thousand statements that nobody remembers',
      [
        send(
          1,
          ...Array.from({ length: 1000 }, (_, i) =>
            Buffer.concat([
              parse('', `select ${i} as c${i}, email from people where id = ${i % 60}`),
              bind('', ''),
              execute(''),
            ]),
          ),
          sync,
        ),
      ],
      masked('bounded work'),
    ),
    attack(
      'many-prepared',
      'prepares two thousand long statements',
      [
        send(
          1,
          ...Array.from({ length: 2000 }, (_, i) =>
            parse(`s${i}`, `select ${i}, '${'x'.repeat(2000)}', email from people`),
          ),
          sync,
        ),
        send(1, bind('', 's1999'), execute('', 1), closeStatement('s1999'), sync),
        simple('deallocate all'),
      ],
      masked('bounded work'),
    ),
    attack(
      'large-answer',
      'asks for more rows than fit',
      [
        simple(
          `select s, p.email, repeat('x', 1000) from generate_series(1, 300) s, people p where p.id < 20 order by s, p.id`,
        ),
      ],
      masked('bounded work'),
    ),
  ],
};
