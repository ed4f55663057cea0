/** COPY: a second way out, and in. */
import { copyData, copyDone, copyFail, query, sync } from '../../runtime/pgwire/frontend.ts';
import { attack, denied, type Family, fails, masked, send, simple } from '../attack.ts';

export const copy: Family = {
  name: 'COPY',
  about: 'COPY moves rows by messages of its own, between tables, clients, files and programs.',
  attacks: [
    attack(
      'query-out',
      'copies a query out',
      [simple('copy (select * from people order by id) to stdout')],
      masked(),
    ),
    attack(
      'csv',
      'copies out with a header and forced quotes',
      [
        simple(
          'copy (select email, ssn, phone from people order by id) to stdout with (format csv, header, force_quote *, null $$-$$)',
        ),
      ],
      masked(),
    ),
    attack(
      'binary',
      'copies out in binary',
      [
        simple(
          'copy (select id, born, salary, network, token from people order by id) to stdout (format binary)',
        ),
      ],
      masked(),
    ),
    attack(
      'other-encoding',
      'copies out in another encoding',
      [simple("copy (select email from people order by id) to stdout (encoding 'latin1')")],
      masked(),
    ),
    attack(
      'with',
      'copies out a query with expressions of its own',
      [
        simple(
          'copy (with p as (select * from people) select p.email from p, archive.people q where p.id = q.id order by 1) to stdout',
        ),
      ],
      masked(),
    ),
    attack('table-out', 'copies a table out', 'copy people to stdout', masked()),
    attack(
      'parent-out',
      'copies a table out that has another below it',
      'copy papers to stdout',
      denied('known constructs', 'leaves out what is below it'),
    ),
    attack('columns-out', 'copies columns out', 'copy people (email, ssn) to stdout', masked()),
    attack(
      'to-a-program',
      'hands rows to a program',
      "copy (select email from people) to program 'cat >/dev/null'",
      denied('known constructs', 'does not allow COPY'),
      { bare: 'acts' },
    ),
    attack(
      'to-a-file',
      'writes rows to a file of the server',
      "copy (select email from people) to '/tmp/rows'",
      denied('known constructs', 'does not allow COPY'),
      { bare: 'acts' },
    ),
    attack(
      'from-a-file',
      'reads a file of the server into a table',
      "copy diary (entry) from '/etc/passwd'",
      denied('known constructs', 'does not allow COPY'),
      { bare: 'acts' },
    ),
    attack(
      'from-a-program',
      'reads what a program says into a table',
      "copy diary (entry) from program 'id'",
      denied('known constructs', 'does not allow COPY'),
      { bare: 'acts' },
    ),
    attack(
      'of-a-write',
      'copies out what a write returns',
      'copy (delete from people returning email) to stdout',
      denied('known constructs', 'DELETE inside a query'),
      { bare: 'acts' },
    ),
    attack(
      'into-protected',
      'copies rows into a protected table, whose index says what is there',
      'copy archive.people from stdin',
      denied('policy', 'does not allow INSERT on "archive.people"'),
      { bare: 'acts' },
    ),
    attack(
      'in-and-out',
      'copies rows in and reads masks with them',
      [
        simple('begin'),
        send(1, query('copy diary (id, person, entry) from stdin'), copyData('9001\t1\tx\n'), copyDone),
        simple('select d.entry, p.email from diary d join people p on p.id = d.person where d.id > 9000'),
        simple('rollback'),
      ],
      masked(),
    ),
    attack(
      'in-with-error',
      'has an error say what stood in a line',
      [
        simple('begin'),
        send(
          1,
          query('copy diary (id, person, entry) from stdin'),
          copyData('9001\t999\tentry 1\n'),
          copyDone,
        ),
        simple('rollback'),
      ],
      fails('23505', 'writes judged'),
      { bare: 'acts' },
    ),
    attack(
      'in-given-up',
      'gives up in the middle',
      [
        send(1, query('copy diary from stdin'), copyData('9002\t1'), copyFail('enough')),
        simple('select id, email from people order by id'),
      ],
      fails('57014', 'messages decided'),
      { bare: 'leaks' },
    ),
    attack(
      'in-with-sync',
      'sends what is no row while the server waits for rows',
      [send(2, query('copy diary from stdin'), sync, copyFail('x'), sync)],
      fails('57014', 'messages decided'),
      { bare: 'acts' },
    ),
  ],
};
