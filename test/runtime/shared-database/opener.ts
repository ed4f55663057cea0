/** A process of the test beside it: opens new databases in the directory of its argument, while others do the same. */
import { openShared } from '../../../runtime/src/shared-database/open-shared.ts';

const [, , directory = '', rounds = '0', mine = '0'] = process.argv;
// All begin each round at the same instant, on a file that nobody has made yet.
const start = Math.ceil(Date.now() / 1000 + 1) * 1000;
for (let round = 0; round < Number(rounds); round += 1) {
  while (Date.now() < start + round * 25);
  const database = openShared(`${directory}/${round}.sqlite`, 5_000);
  database.exec('BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS counts (n INTEGER) STRICT');
  database.exec(`INSERT INTO counts VALUES (${Number(mine)}); COMMIT`);
  database.close();
}
