/**
 * TypeName: a conversion runs the input or cast function of its type. Built-in types are known; of added ones, enums have only
 * built-in functions, and those of trusted extensions are known too. A domain's CHECK may call anything.
 */
import { type Visitor } from './walk.ts';
export declare const visitTypeName: Visitor;
//# sourceMappingURL=types.d.ts.map
