/**
 * INSERT, UPDATE, DELETE and MERGE within WITH: each is judged as the write that it is by itself. The server takes them in the WITH of the outermost
 * statement alone (PostgreSQL: parse_cte.c, transformWithClause).
 */
import { denials } from '../denials.ts';
import type { Tree } from '../parse/tree.ts';
import type { CteScope } from './cte-scope.ts';
import type { Visitor, Walk } from './walk.ts';

/** `visit`: what goes through the write where it stands alone. */
export function visitWriteInQuery(
  command: string,
  visit: (walk: Walk, node: Tree, scope: CteScope) => void,
): Visitor {
  return (walk, node, scope) => {
    if (walk.mayWriteInWith) visit(walk, node, scope);
    else walk.refuse(denials.construct(`${command} inside a query`));
  };
}
