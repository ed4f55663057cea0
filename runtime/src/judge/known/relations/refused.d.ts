import type { RelationFamily } from './family.ts';
export declare const refusedRelations: readonly RelationFamily[];
//# sourceMappingURL=refused.d.ts.map
