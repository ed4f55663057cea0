import { type Tree } from '../parse/tree.ts';
import type { Walk } from './walk.ts';
export interface StatementOutline {
  readonly command: string;
  readonly showsPlan?: boolean;
}
/** Says what a statement is and walks what it contains; refuses through `walk`. */
export declare function outlineStatement(walk: Walk, kind: string, node: Tree): StatementOutline;
//# sourceMappingURL=statements.d.ts.map
