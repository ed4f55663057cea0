import type { HiddenColumn } from './family.ts';
export declare const hiddenColumns: readonly HiddenColumn[];
//# sourceMappingURL=hidden.d.ts.map
