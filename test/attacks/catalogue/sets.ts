/** Set operations. */
import { attack, type Family, masked } from '../attack.ts';

export const sets: Family = {
  name: 'set operations',
  about: 'What two queries have in common tells what is in either.',
  attacks: [
    attack(
      'union',
      'sees how many values there are',
      'select email from people union select email from archive.people order by 1',
      masked(),
    ),
    attack(
      'intersect',
      'asks whether a guess is among them',
      "select email from people intersect select 'left.address1x@alpha.example'",
      masked(),
    ),
    attack(
      'except',
      'takes guesses away',
      "select ssn from people except select '900-11-' || 1000 + i from generate_series(1, 30) i order by 1",
      masked(),
    ),
    attack(
      'all',
      'counts repetitions',
      'select email from people intersect all select email from people order by 1',
      masked(),
    ),
    attack(
      'types-meet',
      'has values take another type',
      'select salary from people union all select 1 union all select score from people order by 1',
      masked(),
    ),
    attack(
      'values',
      'joins guesses to rows',
      "select id, g from people join (values ('left.address1x@alpha.example'), ('right.address1')) v(g) on email like g || '%' order by 1, 2",
      masked(),
    ),
    attack(
      'nested',
      'puts set operations into each other',
      '(select email from people union select visitor from visits) except (select email from archive.notes intersect select ssn from people) order by 1',
      masked(),
    ),
    attack(
      'in-a-subquery',
      'counts what a set operation gives',
      'select count(*) from (select domain from people union select sender from letters) s',
      masked(),
    ),
    attack(
      'many-tables',
      'puts all tables together',
      `select body from papers union all select visitor from visits union all select sender from letters union all select email from "People" union all select "Geheim/ß" from "Odd ""Names"""."Людей.таблица" order by 1`,
      masked(),
    ),
  ],
};
