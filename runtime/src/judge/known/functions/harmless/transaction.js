/** Harmless: numbers of transactions. */
import { words } from '../../family.js';
export const transactionFunctions = {
  title: 'Transactions',
  class: 'session',
  reason:
    'They number transactions, of all sessions together. No stored value enters a number, and `age(xid)` tells as much.',
  names: words(`
    pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned txid_current
    txid_current_if_assigned txid_current_snapshot
  `),
};
//# sourceMappingURL=transaction.js.map
