import type { RelationFamily } from './family.ts';
export declare const openRelations: readonly RelationFamily[];
//# sourceMappingURL=open.d.ts.map
