/** What is judged at one moment and done at another: policy, catalog and credential change in between. */
import { bind, closeStatement, execute, parse, query, sync } from '../../runtime/pgwire/frontend.ts';
import { attack, denied, ended, type Family, fails, masked, type Step, send, simple } from '../attack.ts';

const change = (sql: string): Step => ({ kind: 'change', sql });
const NARROWED: Step = { kind: 'policy', variant: 'narrowed' };
const USUAL: Step = { kind: 'policy', variant: 'usual' };
const ENDS: Step = { kind: 'credential', ends: true };
const RETURNS: Step = { kind: 'credential', ends: false };

const define = (text: string) => send(1, parse('a', text), sync);
const run = send(1, bind('', 'a'), execute(''), sync);
/** As a driver asks that names no statement. */
const again = (text: string) => send(1, parse('', text), bind('', ''), execute(''), sync);
/** The same with other numbers: from the second on, the server has it prepared. */
const asked = (text: string, ...numbers: readonly number[]) =>
  numbers.map((number) => simple(text.replace(/ order by (.*)$/, ` where $1 < ${number} order by $1`)));
/** The third time, the server has it prepared. */
const kept = (text: string) => [again(text), again(text), again(text)];
/** Begins to read two rows at a time, and goes on. */
const begin = (text: string) =>
  send(2, query('begin'), parse('a', text), bind('p', 'a'), execute('p', 2), sync);
const more = send(1, execute('p', 2), sync);
const orders = 'select id, region from orders order by id limit 5';
const people = 'select id, phone, email from people order by id';
/** Of what is open and what is masked; the server keeps reads that show masks alone. */
const buyers = 'select o.id, p.email from orders o join people p on p.id = o.person order by o.id';

const withPolicy = { bare: 'acts', after: [USUAL] } as const;
const withChange = (undo: string) => ({ bare: 'acts', after: [change(undo)] }) as const;

export const timeOfCheck: Family = {
  name: 'time of check',
  about:
    'What was judged at one moment is done at another, and policy, catalog or credential have changed in between.',
  attacks: [
    attack(
      'policy-execute',
      'runs by SQL what the policy allowed when it was prepared',
      [simple(`prepare o as ${orders}`), NARROWED, simple('execute o')],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      { bare: 'acts', after: [simple('deallocate o'), USUAL] },
    ),
    attack(
      'policy-held-cursor',
      'reads on from a cursor that outlived the policy by which it was declared',
      [
        simple(`declare o cursor with hold for ${orders}`),
        simple('fetch 1 from o'),
        NARROWED,
        simple('fetch 1 from o'),
      ],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      { bare: 'acts', after: [simple('close all'), USUAL] },
    ),
    attack(
      'policy-before-bind',
      'runs a statement that an older policy allowed',
      [define(orders), NARROWED, run],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      withPolicy,
    ),
    attack(
      'policy-before-describe',
      'has a statement described that an older policy allowed',
      [define(orders), run, NARROWED, send(1, Buffer.from('D\0\0\0\u0007Sa\0', 'latin1'), sync)],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      withPolicy,
    ),
    attack(
      'policy-before-query',
      'repeats a query that is remembered as allowed',
      [simple(orders), simple(orders), NARROWED, simple(orders)],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      withPolicy,
    ),
    attack(
      'policy-within-transaction',
      'goes on in a transaction that began before',
      [simple('begin'), simple(orders), NARROWED, simple(orders), simple('rollback')],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      withPolicy,
    ),
    attack(
      'policy-while-reading',
      'opens a portal once more after the policy has changed',
      [begin(orders), NARROWED, more, send(1, bind('q', 'a'), execute('q'), sync), simple('rollback')],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      withPolicy,
    ),
    attack(
      'policy-and-back',
      'runs a statement after the policy was another one for a while',
      [define(people), NARROWED, USUAL, run, send(1, closeStatement('a'), sync)],
      masked('statements followed'),
      { bare: 'acts' },
    ),
    attack(
      'policy-after-kept',
      'sends a Parse again that the server keeps prepared since an older policy',
      [...kept(buyers), NARROWED, again(buyers)],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      withPolicy,
    ),
    attack(
      'policy-before-bind-of-kept',
      'binds a statement that the server keeps prepared since an older policy',
      [...kept(buyers), NARROWED, send(1, bind('', ''), execute(''), sync)],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      withPolicy,
    ),
    attack(
      'credential-after-kept',
      'sends a Parse again, that the server keeps prepared, after its credential has ended',
      [...kept(people), ENDS, again(people)],
      ended('57P01', 'credential', 'session guarded'),
      { bare: 'acts', after: [RETURNS] },
    ),
    attack(
      'policy-after-kept-query',
      'sends a Query again with another number, whose like the server keeps prepared since an older policy',
      [...asked(buyers, 3, 4, 5), NARROWED, ...asked(buyers, 6)],
      denied('statements followed', 'does not allow SELECT on "orders"'),
      withPolicy,
    ),
    attack(
      'type-changed-under-kept-query',
      'sends a Query again, whose like the server keeps prepared, after a protected column has got another type',
      [...asked(people, 3, 4, 5), change('alter table people alter phone type text'), ...asked(people, 6)],
      denied('snapshot', 'is not what the policy was compiled against'),
      withChange('alter table people alter phone type varchar(24)'),
    ),
    attack(
      'type-changed-under-kept',
      'sends a Parse again, that the server keeps prepared, after a protected column has got another type',
      [...kept(people), change('alter table people alter phone type text'), again(people)],
      denied('snapshot', 'is not what the policy was compiled against'),
      withChange('alter table people alter phone type varchar(24)'),
    ),
    attack(
      'type-changed',
      'runs a statement after a protected column has got another type',
      [define(people), change('alter table people alter phone type text'), run],
      denied('snapshot', 'is not what the policy was compiled against'),
      withChange('alter table people alter phone type varchar(24)'),
    ),
    attack(
      'column-gone',
      'reads a table whose protected column was dropped and made anew',
      [change('alter table visits rename visitor to guest'), simple('select * from visits order by id')],
      denied('snapshot', 'has no column "visitor"'),
      withChange('alter table visits rename guest to visitor'),
    ),
    attack(
      'tables-swapped',
      'reads a protected table under the name of an open one',
      [
        simple('select * from orders order by id limit 3'),
        change('alter table orders rename to orders_of_old; alter table payments rename to orders'),
        simple('select * from orders order by id limit 3'),
        simple('select card from orders'),
      ],
      fails('42703', 'snapshot'),
      withChange('alter table orders rename to payments; alter table orders_of_old rename to orders'),
    ),
    attack(
      'view-in-place-of-table',
      'reads a view in the place of a table',
      [
        simple('select * from archive.notes order by id'),
        change(
          'alter table archive.notes rename to notes_of_old; create view archive.notes as select id, email from public.people; grant select on archive.notes to public',
        ),
        simple('select * from archive.notes order by id'),
      ],
      denied('snapshot', 'it is a view and no table'),
      withChange('drop view archive.notes; alter table archive.notes_of_old rename to notes'),
    ),
    attack(
      'view-changed',
      'reads a view that has learnt to call a function',
      [
        simple('select * from people_view order by id'),
        change(
          'create or replace view people_view as select id, archive.upper(email) as email, salary from people',
        ),
        simple('select * from people_view order by id'),
      ],
      denied('views expanded', 'the definition of the view "people_view"'),
      withChange('create or replace view people_view as select id, email, salary from people'),
    ),
    attack(
      'function-added',
      'calls a function of which there is an overload by now',
      [
        simple('select reverse(phone) from people'),
        change(
          'create function public.reverse(varchar) returns text language sql security definer as $$ select email from public.people where id = 1 $$',
        ),
        simple('select reverse(phone) from people'),
      ],
      denied('added objects', 'the function reverse'),
      withChange('drop function public.reverse(varchar)'),
    ),
    attack(
      'cast-added',
      'lets a cast happen that was added meanwhile',
      [
        simple(people),
        change(
          'create function public.spelled(integer) returns text language sql security definer as $$ select email from public.people where id = $1 $$; create cast (integer as text) with function public.spelled(integer) as implicit',
        ),
        simple('select upper(7)'),
      ],
      denied('added objects', 'the cast (integer AS text)'),
      withChange('drop cast (integer as text); drop function public.spelled(integer)'),
    ),
    attack(
      'check-changed',
      'converts to a domain whose check has changed',
      [
        change('create domain public.word as text check (length(value) < 40)'),
        simple("select 'left'::word"),
        change('alter domain public.word add check (public.is_known(value))'),
        simple("select 'left.address1x@alpha.example'::word"),
      ],
      denied('types that act', 'a conversion to type word'),
      withChange('drop domain public.word'),
    ),
    attack(
      'child-added',
      'reads the rows of a new child by its parent',
      [
        change(
          "create table public.cards () inherits (papers); insert into cards select id, 'left card or right card, ' || id from payments",
        ),
        simple('select id, body from papers order by id, body'),
      ],
      masked('snapshot'),
      withChange('drop table public.cards'),
    ),
    attack(
      'path-changed',
      'goes on in a session whose search path is no longer that of new ones',
      [
        simple('select email from people order by id'),
        change('alter role dlp_proxy in database crm set search_path = archive, public'),
        simple('select email from people order by id'),
      ],
      denied('session guarded', 'the search path of this source has changed', '58000'),
      withChange('alter role dlp_proxy in database crm reset search_path'),
    ),
    attack(
      'credential-ended',
      'runs a statement after its credential has ended',
      [define(people), ENDS, run],
      ended('57P01', 'credential', 'session guarded'),
      { bare: 'acts', after: [RETURNS] },
    ),
  ],
};
