import type { Visitor } from './walk.ts';
export declare const visitSelect: Visitor;
//# sourceMappingURL=queries.d.ts.map
