/**
 * ColumnRef and A_Indirection. Which column is meant does not matter, since relations are masked where they are read; but
 * `x.f` also means f(x) where x has no such column (PostgreSQL: parse_func.c, ParseFuncOrColumn), so its last name must not
 * be that of a function that does more than compute.
 */
import { type Visitor } from './walk.ts';
export declare const visitColumnRef: Visitor;
export declare const visitAlias: Visitor;
export declare const visitIndirection: Visitor;
//# sourceMappingURL=columns.d.ts.map
