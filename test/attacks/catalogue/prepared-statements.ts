/** Prepared statements: a text that is judged once and run later. */
import {
  bind,
  closeStatement,
  describePortal,
  describeStatement,
  execute,
  parse,
  query,
  sync,
} from '../../runtime/pgwire/frontend.ts';
import { attack, denied, type Family, fails, masked, send, simple } from '../attack.ts';

const read = 'select id, email from people order by id';
const byId = 'select email from people where id = $1 and id < $2';
const run = (name: string, ...values: string[]) => [bind('', name, values), execute('')];
const TEXT = 25;
const MISSING = 4_000_000;

export const preparedStatements: Family = {
  name: 'prepared statements',
  about: 'A statement is judged under a name, and the name can come to stand for something else.',
  attacks: [
    attack(
      'prepare',
      'prepares by SQL',
      [
        simple('prepare p as select id, email from people order by id'),
        simple('execute p'),
        simple('deallocate p'),
      ],
      masked(),
    ),
    attack(
      'prepare-with-parameter',
      'tries out values as arguments of EXECUTE',
      [
        simple('prepare p (text, int) as select id, upper(email) from people where email = $1 or id = $2'),
        simple("execute p('left.address1x@alpha.example', 3)"),
        simple('deallocate p'),
      ],
      masked(),
    ),
    attack(
      'execute',
      'runs by SQL what was prepared by message',
      [
        send(1, parse('a', 'select email from people order by id'), sync),
        simple('execute a'),
        simple('deallocate a'),
      ],
      masked(),
    ),
    attack(
      'bound',
      'runs by message what was prepared by SQL',
      [
        simple('prepare p as select id, email from people order by id'),
        send(1, describeStatement('p'), ...run('p'), sync),
        simple('deallocate p'),
      ],
      masked(),
    ),
    attack(
      'prepared-at-once',
      'sends a PREPARE and what runs it together',
      [
        send(2, query('prepare p as select id, email from people order by id'), query('execute p')),
        simple('deallocate p'),
      ],
      masked('statements followed'),
    ),
    attack(
      'prepared-twice',
      'prepares another statement under a name that is taken, and runs it at once',
      [
        simple('prepare p as select 1 as one'),
        send(2, query('prepare p as select email from people'), query('execute p')),
        simple('deallocate p'),
      ],
      fails('42P05', 'statements followed'),
      { bare: 'acts' },
    ),
    attack(
      'prepared-and-run-in-one-text',
      'prepares and runs in one text',
      [simple('prepare p as select email from people; execute p')],
      denied('statements followed', 'the proxy takes PREPARE only by itself'),
    ),
    attack(
      'prepare-by-message',
      'prepares a PREPARE, and runs in the same breath what it prepares',
      [
        send(
          1,
          parse('', 'prepare p (integer) as select email, upper(ssn) from people where id > $1 order by id'),
          ...run(''),
          parse('', 'execute p (2 + 3)'),
          describeStatement(''),
          bind('', ''),
          describePortal(''),
          execute('', 2),
          execute(''),
          sync,
        ),
        send(1, describeStatement('p'), ...run('p', '7'), sync),
        simple('execute p (9)'),
        simple('deallocate p'),
      ],
      masked('statements followed'),
    ),
    attack(
      'prepare-kept-for-later',
      'binds a PREPARE, and runs it when the name stands for something else',
      [
        send(2, query('begin'), parse('s', 'prepare p as select email from people'), bind('', 's'), sync),
        send(1, execute(''), sync),
        simple('rollback'),
      ],
      denied('statements followed', 'only right after its Bind', '0A000'),
      { bare: 'acts' },
    ),
    attack(
      'prepare-behind-an-empty-query',
      'runs a bound PREPARE behind a Query of nothing, which leaves the portal',
      [
        send(
          3,
          query('begin'),
          parse('s', 'prepare p as select email from people'),
          bind('', 's'),
          query(''),
          execute(''),
          sync,
        ),
        simple('rollback'),
      ],
      denied('statements followed', 'only right after its Bind', '0A000'),
      { bare: 'acts' },
    ),
    attack(
      'execute-of-another',
      'binds an EXECUTE, and has the name stand for another statement before it runs',
      [
        send(1, parse('a', 'select id from people order by id'), sync),
        send(
          1,
          parse('', 'execute a'),
          bind('', ''),
          closeStatement('a'),
          parse('a', 'select email from people order by id'),
          execute(''),
          sync,
        ),
        simple('deallocate all'),
      ],
      denied('statements followed', 'is another one than when the portal was bound', '26000'),
      { bare: 'acts' },
    ),
    attack(
      'execute-of-an-execute',
      'runs by SQL a statement by message that runs another one',
      [
        send(1, parse('a', 'select email from people order by id'), parse('b', 'execute a'), sync),
        simple('execute b'),
        simple('deallocate all'),
      ],
      denied('statements followed', 'EXECUTE of no statement about prepared statements'),
    ),
    attack(
      'explain-execute-by-message',
      'has the plan of a prepared statement shown, by message',
      [
        send(1, parse('a', 'select email from people where ssn = $1'), sync),
        send(1, parse('', "explain execute a ('7')"), ...run(''), sync),
        simple('deallocate a'),
      ],
      denied('statements followed', 'a plan of a protected relation'),
    ),
    attack(
      'execute-by-message',
      'prepares an EXECUTE',
      [
        send(1, parse('a', 'select email from people order by id'), sync),
        send(1, parse('', 'execute a'), ...run(''), sync),
        simple('deallocate a'),
      ],
      masked('statements followed'),
    ),
    attack(
      'execute-what-is-not-there',
      'runs by SQL what was discarded',
      [simple('prepare p as select 1 as one'), simple('discard all'), simple('execute p')],
      denied('statements followed', 'prepared statement "p" does not exist', '26000'),
      { bare: 'acts' },
    ),
    attack(
      'execute-with-argument',
      'has an argument computed of what is stored',
      [
        simple('prepare p (text) as select $1'),
        simple('execute p((select max(email) from people))'),
        simple('deallocate p'),
      ],
      denied('known constructs', 'EXECUTE with an argument that reads a relation'),
      { bare: 'acts' },
    ),
    attack(
      'prepared-write',
      'prepares a write that tells',
      [simple('prepare p (text) as insert into accounts (id, pin) values (100, $1)')],
      denied('writes judged', 'an index compares "pin" of all rows'),
      { bare: 'acts' },
    ),
    attack(
      'prepared-write-within-a-filter',
      'prepares a write of rows that it does not see',
      [
        simple('begin'),
        simple('prepare p (text) as update deliveries set place = $1 where 1 / weight >= 0 returning id'),
        simple("execute p('x')"),
        simple('select * from deliveries order by id'),
        simple('rollback'),
        simple('deallocate p'),
      ],
      masked('rows kept back'),
    ),
    attack(
      'explained',
      'has the plan of a prepared statement shown',
      [send(1, parse('a', read), sync), simple('explain execute a'), simple('deallocate a')],
      denied('plans hidden', 'a plan of a protected relation'),
      { bare: 'acts' },
    ),
    attack(
      'explained-write',
      'has the plan of a prepared write to a protected table shown',
      [
        simple("prepare w (integer) as update tallies set note = 'x' where id = $1"),
        simple('explain (format json) execute w (3)'),
        simple('deallocate w'),
      ],
      denied('plans hidden', 'a plan of a protected relation'),
      { bare: 'acts' },
    ),
    attack(
      'explained-and-run',
      'runs a prepared write by having it explained',
      [
        simple('prepare w (integer) as delete from diary where id = $1'),
        simple('explain (analyze) execute w (3)'),
        simple('deallocate w'),
      ],
      denied('known constructs', 'EXPLAIN ANALYZE of a SELECT only'),
      { bare: 'acts' },
    ),
    attack(
      'guess-by-parameter',
      'tries out values as parameters',
      [
        send(
          1,
          parse('a', 'select id from people where email = $1 or ssn = $2 order by id'),
          ...run('a', 'left.address1x@alpha.example', 'x'),
          ...run('a', 'x', '900-11-1003'),
          closeStatement('a'),
          sync,
        ),
      ],
      masked(),
    ),
    attack(
      'typed-parameters',
      'names the types of parameters',
      [
        send(
          1,
          parse('a', 'select id from people where salary > $1 and born > $2 order by id', [1700, 1082]),
          ...run('a', '4003000', '1952-01-01'),
          closeStatement('a'),
          sync,
        ),
      ],
      masked(),
    ),
    attack(
      'parameter-of-no-type',
      'names a type that is not there',
      [send(1, parse('a', 'select $1', [MISSING]), sync)],
      denied('types that act', 'a parameter of the type with the number'),
      { bare: 'acts' },
    ),
    attack(
      'described',
      'has a statement described, types and all',
      [
        send(
          1,
          parse('a', 'select email, $1::text from people where salary > $2'),
          describeStatement('a'),
          closeStatement('a'),
          sync,
        ),
      ],
      masked(),
      { bare: 'acts' },
    ),
    attack(
      'defined-twice',
      'defines a name anew, and runs what it thinks stands there',
      [
        send(1, parse('a', 'select id from orders order by id limit 1'), sync),
        send(1, parse('a', read), ...run('a'), sync),
        send(1, ...run('a'), closeStatement('a'), sync),
      ],
      fails('42P05', 'statements followed'),
      { bare: 'acts' },
    ),
    attack(
      'closed-and-defined',
      'closes a name and defines it anew in one go',
      [
        send(
          1,
          parse('a', 'select id from orders order by id limit 1'),
          closeStatement('a'),
          parse('a', read),
          ...run('a'),
          closeStatement('a'),
          sync,
        ),
      ],
      masked('statements followed'),
    ),
    attack(
      'denied-then-run',
      'runs a name whose second definition was denied',
      [
        send(1, parse('a', read), sync),
        send(1, closeStatement('a'), parse('a', 'drop table people'), ...run('a'), sync),
        send(1, ...run('a'), sync),
      ],
      denied('statements followed', 'does not allow DROP TABLE'),
      { bare: 'acts' },
    ),
    attack(
      'denied-in-a-pipeline',
      'hides what is denied in a pipeline',
      [
        send(
          3,
          parse('', read),
          ...run(''),
          sync,
          parse('', 'drop table people'),
          ...run(''),
          parse('', read),
          ...run(''),
          sync,
          parse('', read),
          ...run(''),
          sync,
        ),
      ],
      denied('statements followed', 'does not allow DROP TABLE'),
      { bare: 'acts' },
    ),
    attack(
      'forgotten-by-query',
      'runs the unnamed statement after a query has destroyed it',
      [send(1, parse('', read), sync), simple('select 1'), send(1, ...run(''), sync)],
      denied('statements followed', 'unnamed prepared statement does not exist', '26000'),
      { bare: 'acts' },
    ),
    attack(
      'forgotten-by-denial',
      'runs the unnamed statement after a definition that was denied',
      [
        send(1, parse('', read), sync),
        send(1, parse('', 'drop table people'), sync),
        send(1, ...run(''), sync),
      ],
      denied('statements followed', 'does not allow DROP TABLE'),
      { bare: 'acts' },
    ),
    attack(
      'deallocated',
      'runs a name that SQL has deallocated',
      [send(1, parse('a', read), sync), simple('deallocate a'), send(1, ...run('a'), sync)],
      fails('26000', 'statements followed'),
      { bare: 'acts' },
    ),
    attack(
      'discarded',
      'runs a name after everything was discarded',
      [send(1, parse('a', read), sync), simple('discard all'), send(1, ...run('a'), sync)],
      denied('statements followed', 'prepared statement "a" does not exist', '26000'),
      { bare: 'acts' },
    ),
    attack(
      'long-name',
      'gives a name that the server would cut',
      [send(1, parse('n'.repeat(64), read), sync)],
      denied('statements followed', 'longer than 63 bytes', '42622'),
      { bare: 'acts' },
    ),
    attack(
      'name-of-the-proxy',
      'uses the name that the proxy uses for denials',
      [
        send(1, parse('dlp-proxy', read), sync),
        send(1, parse('b', 'drop table people'), sync),
        send(1, ...run('dlp-proxy'), closeStatement('dlp-proxy'), sync),
      ],
      denied('statements followed', 'does not allow DROP TABLE'),
    ),
    attack(
      'odd-names',
      'gives names in bytes that are no text',
      [
        send(
          1,
          parse(Buffer.from([0xff, 0xfe]), read),
          bind('', Buffer.from([0xff, 0xfe])),
          execute(''),
          closeStatement(Buffer.from([0xff, 0xfe])),
          sync,
        ),
      ],
      fails('22021', 'statements followed'),
      { bare: 'acts' },
    ),
    attack(
      'several-in-one',
      'puts two statements into one',
      [send(1, parse('', 'select 1; select email from people'), sync)],
      denied('whole text judged', 'multiple commands', '42601'),
      { bare: 'acts' },
    ),
    attack(
      'never-defined',
      'runs a name that nobody has defined',
      [send(1, ...run('nobody'), sync)],
      denied('statements followed', 'prepared statement "nobody" does not exist', '26000'),
      { bare: 'acts' },
    ),
    attack(
      'wrong-count',
      'binds too few values',
      [
        send(1, parse('a', 'select email from people where id = $1 and name = $2'), ...run('a', '1'), sync),
        simple('deallocate all'),
      ],
      fails('08P01', 'messages decided'),
      { bare: 'acts' },
    ),
    attack(
      'kept-wrong-count',
      'has the server name the statement that it keeps for a Parse, by binding too few values',
      [
        ...[1, 2, 3].map(() => send(1, parse('', byId), ...run('', '1', '2'), sync)),
        send(1, parse('', byId), ...run('', '1'), sync),
      ],
      fails('08P01', 'messages decided'),
      { bare: 'acts' },
    ),
    attack(
      'kept-by-guess',
      'guesses the name of a statement that the server keeps for a Parse',
      [
        ...[1, 2, 3].map(() => send(1, parse('', read), ...run(''), sync)),
        send(1, ...run('dlp-proxy 000000000000000000000000 1'), sync),
      ],
      denied('statements followed', 'does not exist', '26000'),
      { bare: 'acts' },
    ),
    attack(
      'kept-and-forgotten',
      'has the server forget what it keeps for a Parse, and goes on',
      [
        ...[1, 2, 3].map(() => send(1, parse('', read), ...run(''), sync)),
        send(1, parse('d', 'deallocate all'), ...run('d'), sync),
        send(1, parse('', read), ...run(''), sync),
      ],
      masked('statements followed'),
    ),
    attack(
      'kept-query-failing-by-row',
      'has a Query whose like the server keeps fail at values that it reads',
      [5000, 23, 24, 25, 26, 27, 28, 29, 30, 64].map((length) =>
        simple(`select id from people where length(email) < ${length} order by 1 / (length(email) - 29), id`),
      ),
      masked(),
    ),
    attack(
      'kept-query-by-parameter',
      'names a parameter in a Query, which could become one of those by which the server is given numbers',
      [5, 6, 7].map((id) => simple(`select email from people where id = ${id} and $1 = 6`)),
      fails('42P02'),
      { bare: 'acts' },
    ),
    attack(
      'kept-failing-by-row',
      'has a statement that the server keeps fail at values that it reads',
      [
        ...[1, 2, 3].map(() =>
          send(
            1,
            parse('', 'select 1 / (length(email) - $1) from people order by id'),
            ...run('', '5000'),
            sync,
          ),
        ),
        ...['23', '24', '25', '26', '27', '28', '29', '30', '64'].map((length) =>
          send(
            1,
            parse('', 'select 1 / (length(email) - $1) from people order by id'),
            ...run('', length),
            sync,
          ),
        ),
      ],
      masked(),
    ),
    attack(
      'text-parameter',
      'passes a statement as a value',
      [
        send(
          1,
          parse('', 'select $1, email from people order by id limit 3', [TEXT]),
          ...run('', 'x from orders; drop table people --'),
          describePortal(''),
          sync,
        ),
      ],
      masked(),
    ),
    attack(
      'many',
      'prepares hundreds of statements',
      [
        send(
          1,
          ...Array.from({ length: 300 }, (_, i) =>
            parse(`s${i}`, `select ${i}, email from people where id = ${i}`),
          ),
          sync,
        ),
        send(1, ...run('s7'), ...run('s299'), sync),
        simple('deallocate all'),
      ],
      masked('statements followed'),
    ),
    attack(
      'simple-between',
      'mixes both protocols without waiting',
      [
        send(
          3,
          parse('a', read),
          query('select ssn from people order by id limit 2'),
          ...run('a'),
          sync,
          closeStatement('a'),
          sync,
        ),
      ],
      masked('statements followed'),
    ),
  ],
};
