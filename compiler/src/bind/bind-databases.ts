/** `database` declarations to sources with their schemas. */
import { type DatabaseDeclaration, diagnostic } from '@dlpc/language';
import { type Memo, Query } from '../memo/memo.ts';
import type { Relation, Schema } from '../schema/model.ts';
import { declareOnce, firstDeclaredAt } from './declare.ts';
import type { DatabaseSource } from './program.ts';
import type { Report } from './report.ts';

/** The schema of each declaration that could be read. */
export type Schemas = ReadonlyMap<DatabaseDeclaration, Schema>;

const databaseSource = new Query<DatabaseSource>('database');

/** Binds all databases, by name. */
export function bindDatabases(
  declarations: readonly DatabaseDeclaration[],
  schemas: Schemas,
  report: Report,
  memo: Memo,
): ReadonlyMap<string, DatabaseSource> {
  const sources = new Map<string, DatabaseSource>();
  for (const declaration of declarations) {
    const { name } = declaration;
    const schema = schemas.get(declaration) ?? null;
    const source = memo.derive(databaseSource, declaration, [schema], () => ({
      name: name.text,
      declaration,
      schema,
      byName: indexByName(schema),
    }));
    declareOnce(sources, name.text, source, (first) =>
      report(
        diagnostic(
          'duplicate-database',
          name.span,
          { name: name.text },
          firstDeclaredAt(first.declaration.name),
        ),
      ),
    );
  }
  return sources;
}

function indexByName(schema: Schema | null): ReadonlyMap<string, readonly Relation[]> {
  const index = new Map<string, Relation[]>();
  for (const relation of schema?.relations.values() ?? []) {
    const sameName = index.get(relation.name);
    if (sameName === undefined) index.set(relation.name, [relation]);
    else sameName.push(relation);
  }
  return index;
}
