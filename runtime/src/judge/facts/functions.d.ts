import { type Visitor } from './walk.ts';
export declare const visitFuncCall: Visitor;
//# sourceMappingURL=functions.d.ts.map
