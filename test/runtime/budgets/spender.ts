/** A process that spends: takes rows of one budget, statement by statement, until so many refusals follow each other; prints what it was granted. */
import { SharedBudgets } from '../../../runtime/src/budgets/shared-budgets.ts';
import { SharedCounts } from '../../../runtime/src/budgets/shared-counts.ts';

const [file = '', limit = '0', unit = 'rows', seed = '1'] = process.argv.slice(2);
const counts = new SharedCounts(file);
const failed: unknown[] = [];
const budgets = new SharedBudgets(counts, {
  ...{ source: 'crm', workers: 4 },
  onFailure: (error) => failed.push(error),
});
const isOneOfMany = unit === 'rows';
let granted = 0;
let refusals = 0;
let state = Number(seed);
while (refusals < 20 && failed.length === 0) {
  state = (state * 1103515245 + 12345) % 2147483648;
  const rows = isOneOfMany ? 1 + (state % 40) : 1;
  for (let row = 0; row < rows; row += 1) {
    const isGranted = budgets.spend({
      ...{ key: 'k', amount: 1, limit: Number(limit), length: 86_400_000, now: 0, isOneOfMany },
    });
    if (isGranted) granted += 1;
    refusals = isGranted ? 0 : refusals + 1;
    if (!isGranted) break;
  }
  budgets.rest();
  // So that one that is killed can be told from what it had taken.
  if (granted % 500 < rows) process.stdout.write(`${granted}\n`);
}
if (failed.length > 0) throw failed[0];
process.stdout.write(`${granted}\n`);
counts.close();
