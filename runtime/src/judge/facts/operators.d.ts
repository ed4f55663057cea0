import { type Visitor } from './walk.ts';
export declare const visitAExpr: Visitor;
export declare const visitSubLink: Visitor;
export declare const visitSortBy: Visitor;
/** `CASE x WHEN y` compares with `=`. */
export declare const visitCase: Visitor;
/** USING and NATURAL compare with `=`. */
export declare const visitJoin: Visitor;
//# sourceMappingURL=operators.d.ts.map
