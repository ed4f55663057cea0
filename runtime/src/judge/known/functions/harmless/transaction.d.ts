/** Harmless: numbers of transactions. */
import { type HarmlessFamily } from '../../family.ts';
export declare const transactionFunctions: HarmlessFamily;
//# sourceMappingURL=transaction.d.ts.map
