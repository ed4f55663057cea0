import { type Visitor } from './walk.ts';
export declare const visitRangeVar: Visitor;
//# sourceMappingURL=relations.d.ts.map
