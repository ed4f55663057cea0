/** Cursors and portals: results that are read bit by bit, by name, and later. */
import {
  bind,
  closePortal,
  closeStatement,
  describePortal,
  execute,
  flush,
  parse,
  query,
  sync,
} from '../../runtime/pgwire/frontend.ts';
import { attack, denied, type Family, fails, masked, send, simple } from '../attack.ts';

export const portals: Family = {
  name: 'cursors and portals',
  about: 'A result can be read bit by bit, by the name of a portal, and after other things have happened.',
  attacks: [
    attack(
      'declare-and-fetch',
      'declares a cursor, and fetches from it this way and that',
      [
        simple(
          'begin; declare c scroll cursor for select id, email, upper(ssn) from people order by born, id',
        ),
        simple('fetch 3 from c; fetch backward 1 from c; move last in c; fetch prior from c'),
        simple('fetch all from c; close c; rollback'),
      ],
      masked(),
    ),
    attack(
      'errors-of-a-cursor',
      'has a cursor fail at a row',
      [
        simple('begin'),
        simple('declare c cursor for select 1 / (score - 70000003) from people order by id'),
        simple('fetch all from c'),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'declare-with-hold',
      'declares a cursor that outlives its transaction',
      [
        simple(
          'begin; declare c cursor with hold for select id, email from people order by id; fetch 2 from c',
        ),
        simple('commit'),
        simple('fetch 3 from c; fetch backward 1 from c; move last in c; fetch relative -1 from c; close c'),
      ],
      masked(),
    ),
    attack(
      'hold-fails-at-commit',
      'has the rows of a cursor computed when its transaction ends',
      [
        simple('begin'),
        simple('declare c cursor with hold for select 1 / (score - 70000003) from people order by id'),
        simple('commit'),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'hold-by-message',
      'declares by message a cursor that outlives its transaction, and reads it by its name as a portal',
      [
        send(
          1,
          parse('', 'declare c cursor with hold for select email, upper(ssn) from people order by id'),
          bind('', ''),
          describePortal(''),
          execute(''),
          sync,
        ),
        send(1, describePortal('c'), execute('c', 3), sync),
        simple('fetch all from c; close c'),
      ],
      masked(),
    ),
    attack(
      'hold-kept-in-a-named-portal',
      'keeps a portal that declares such a cursor for later',
      [
        send(
          2,
          query('begin'),
          parse('', 'declare c cursor with hold for select email from people'),
          bind('p', ''),
          sync,
        ),
        simple('rollback'),
      ],
      denied('statements followed', 'only in the unnamed portal', '0A000'),
      { bare: 'acts' },
    ),
    attack(
      'every-direction',
      'goes through a cursor in every direction that there is',
      [
        simple('begin; declare c scroll cursor for select id, email, born from people order by score, id'),
        simple(
          'fetch first from c; fetch 0 from c; fetch last from c; fetch prior from c; fetch next from c',
        ),
        simple(
          'fetch absolute 3 from c; fetch absolute -2 from c; fetch relative 2 from c; fetch relative -2 from c',
        ),
        simple(
          'move absolute 0 in c; fetch forward 2 from c; fetch backward 1 from c; fetch backward all from c',
        ),
        simple('move forward all in c; move prior in c; fetch forward all from c; rollback'),
      ],
      masked(),
    ),
    attack(
      'scrolls-by-plan',
      'learns by whether a cursor goes backward which plan was made of stored values',
      [
        simple(
          'begin; declare cursor cursor for select email, count(*) from people group by email order by count(*) desc, 1',
        ),
        simple('fetch 2 from cursor; fetch backward 1 from cursor'),
        simple('rollback'),
        simple(
          'begin; declare c cursor for select count(*) from people group by ssn; move all in c; fetch backward 1 from c',
        ),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'fetch',
      'fetches from a portal by SQL',
      [
        send(
          2,
          query('begin'),
          parse('', 'select email from people order by id'),
          bind('c', ''),
          execute('c', 2),
          sync,
        ),
        simple('fetch 3 from c'),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'move',
      'moves in a portal by SQL',
      [
        send(
          2,
          query('begin'),
          parse('', 'select id from people where active order by id'),
          bind('c', ''),
          sync,
        ),
        simple('move all in c'),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'cursor-to-xml',
      'has a portal read by a function',
      [
        send(2, query('begin'), parse('', 'select email from people order by id'), bind('c', ''), sync),
        simple("select cursor_to_xml('c', 10, true, false, '')"),
        simple('rollback'),
      ],
      denied('known functions', 'cursor_to_xml'),
    ),
    attack(
      'current-of',
      'writes where a portal stands',
      [
        send(
          2,
          query('begin'),
          parse('', 'select id from diary where id = 1'),
          bind('c', ''),
          execute('c', 1),
          sync,
        ),
        simple("update diary set entry = 'x' where current of c"),
        simple('rollback'),
      ],
      masked(),
      { bare: 'acts' },
    ),
    attack(
      'current-by-masked',
      'deletes the row that a cursor came to by what is masked',
      [
        simple("begin; declare c cursor for select id from accounts where email like 'left%'"),
        simple('move c'),
        simple('delete from accounts where current of c returning id'),
        simple('rollback'),
      ],
      fails('24000'),
    ),
    attack(
      'current-returned',
      'writes the row that a cursor stands on, and has it returned',
      [
        simple('begin; declare c cursor for select * from accounts where id = 1 for update'),
        simple('fetch c'),
        simple('delete from accounts where current of c returning *, email'),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'current-by-expression',
      'sets what is seen to what is masked, in the row that a cursor stands on',
      [
        simple('begin; declare c cursor for select id from accounts where id = 1'),
        simple('fetch c'),
        simple('update accounts set name = email where current of c returning name'),
        simple('rollback'),
      ],
      denied('writes judged', 'cannot read columns of it that you see masked'),
    ),
    attack(
      'few-rows',
      'reads a portal a few rows at a time',
      [
        send(
          2,
          query('begin'),
          parse('', 'select id, email, ssn from people order by id'),
          bind('p', ''),
          describePortal('p'),
          execute('p', 7),
          execute('p', 7),
          closePortal('p'),
          sync,
        ),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'suspended',
      'comes back to a portal after another statement',
      [
        send(
          2,
          query('begin'),
          parse('a', 'select email from people order by id'),
          bind('p', 'a'),
          execute('p', 3),
          sync,
        ),
        simple('select 1'),
        send(1, execute('p', 3), closeStatement('a'), sync),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'kept-open',
      'comes back to a portal after its transaction',
      [
        send(1, parse('', 'select email from people order by id'), bind('p', ''), execute('p', 3), sync),
        send(1, execute('p', 3), sync),
      ],
      fails('34000', 'messages decided'),
    ),
    attack(
      'two-portals',
      'reads two portals of one statement in turns',
      [
        send(
          2,
          query('begin'),
          parse('a', 'select id, phone from people where id > $1::integer order by id'),
          bind('x', 'a', ['3']),
          bind('y', 'a', ['30'], 'binary'),
          execute('x', 2),
          execute('y', 2),
          execute('x', 2),
          closeStatement('a'),
          sync,
        ),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'same-name',
      'opens a portal under a name that is taken',
      [
        send(
          2,
          query('begin'),
          parse('', 'select id from orders order by id'),
          bind('p', ''),
          parse('', 'select email from people order by id'),
          bind('p', ''),
          execute('p'),
          sync,
        ),
        simple('rollback'),
      ],
      fails('42P03', 'messages decided'),
      { bare: 'acts' },
    ),
    attack(
      'error-on-the-way',
      'reads on after an error among the rows',
      [
        send(
          2,
          query('begin'),
          parse('', 'select 1 / (s - 5), email from generate_series(1, 9) s, people where id = s'),
          bind('p', ''),
          execute('p', 3),
          execute('p', 3),
          execute('p', 3),
          sync,
        ),
        simple('rollback'),
      ],
      fails('22012'),
    ),
    attack(
      'described-only',
      'has a portal described, and never runs it',
      [
        send(
          1,
          parse('', 'select email, ssn, salary from people'),
          bind('', ''),
          describePortal(''),
          flush,
          sync,
        ),
      ],
      masked(),
      { bare: 'acts' },
    ),
    attack(
      'copy-portal',
      'copies out through the extended protocol',
      [
        send(
          1,
          parse('', 'copy (select email from people order by id) to stdout'),
          bind('', ''),
          describePortal(''),
          execute(''),
          sync,
        ),
      ],
      masked(),
    ),
    attack(
      'negative-rows',
      'asks for a negative number of rows',
      [send(1, parse('', 'select email from people order by id'), bind('', ''), execute('', -1), sync)],
      masked(),
    ),
  ],
};
