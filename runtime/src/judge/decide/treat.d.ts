/**
 * What a caller sees of one column. For each of its labels the applicable policy that reveals least is heard, or the fallback where none
 * speaks; then the label that reveals least wins. Pure.
 */
import { type ColumnEntry, type Treatment } from '../../abi.ts';
import type { PolicySet } from './decide.ts';
/** The treatment of a labelled column; null for a column without labels, which is shown as it is. */
export declare function treatColumn(column: ColumnEntry, applicable: PolicySet): Treatment | null;
//# sourceMappingURL=treat.d.ts.map
