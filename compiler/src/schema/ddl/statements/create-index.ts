/** CREATE UNIQUE INDEX, of which `ADD PRIMARY KEY USING INDEX` may make a key later. */
import type { IndexStmt } from 'libpg-query';
import { as } from '../../parse/node.ts';
import type { Context } from '../context.ts';

export function createIndex({ database }: Context, statement: IndexStmt): void {
  const { idxname, relation } = statement;
  if (statement.unique !== true || idxname === undefined || relation === undefined) return;
  const table = database.findRelation(relation.schemaname, relation.relname ?? '');
  const columns = (statement.indexParams ?? []).flatMap((node) => as('IndexElem', node)?.name ?? []);
  table?.indexes.set(idxname, columns);
}
