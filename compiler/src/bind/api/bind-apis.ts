/** `api` declarations to sources with the models of their documents. */
import { type ApiDeclaration, diagnostic } from '@dlpc/language';
import { relationKey } from '@dlpc/runtime/abi';
import { type Memo, Query } from '../../memo/memo.ts';
import type { ApiModel } from '../../openapi/model/api-model.ts';
import { OPERATIONS, SCHEMAS } from '../../openapi/model/field-columns.ts';
import type { Relation } from '../../schema/model.ts';
import { declareOnce, firstDeclaredAt } from '../declare.ts';
import type { Source } from '../program.ts';
import type { Report } from '../report.ts';
import type { ApiField, ApiSource } from './api-source.ts';

/** The model of each declaration whose document could be read. */
export type Apis = ReadonlyMap<ApiDeclaration, ApiModel>;

const boundApi = new Query<ApiSource>('API');

/** Binds all APIs, by name. A source is either a database or an API: `databases` have their names already. */
export function bindApis(
  declarations: readonly ApiDeclaration[],
  models: Apis,
  databases: ReadonlyMap<string, Source>,
  report: Report,
  memo: Memo,
): ReadonlyMap<string, ApiSource> {
  const sources = new Map<string, ApiSource>();
  for (const declaration of declarations) {
    const { name } = declaration;
    const onDuplicate = (first: Source): void =>
      report(
        diagnostic('duplicate-api', name.span, { name: name.text }, firstDeclaredAt(first.declaration.name)),
      );
    const database = databases.get(name.text);
    const model = models.get(declaration) ?? null;
    const source = memo.derive(boundApi, declaration, [model], (api) =>
      apiSource(name.text, declaration, api),
    );
    if (database === undefined) declareOnce(sources, name.text, source, onDuplicate);
    else onDuplicate(database);
  }
  return sources;
}

function apiSource(name: string, declaration: ApiDeclaration, api: ApiModel | null): ApiSource {
  const relations = [...(api?.schema.relations.values() ?? [])];
  return {
    name,
    declaration,
    schema: api?.schema ?? null,
    byName: Map.groupBy(relations, (relation) => relation.name),
    api,
    fields: api === null ? new Map() : fieldsBySite(api),
  };
}

function fieldsBySite({ schema, columns, objects }: ApiModel): ReadonlyMap<number, ApiField> {
  const byName = new Map<Relation, Map<string, ApiField>>();
  for (const relation of schema.relations.values())
    byName.set(relation, new Map(relation.columns.map((column) => [column.name, { relation, column }])));
  const fields = new Map<number, ApiField>();
  for (const [site, { object, name }] of columns) {
    const kind = objects.get(object)?.kind === 'operation' ? OPERATIONS : SCHEMAS;
    const relation = schema.relations.get(relationKey(kind, object));
    const field = relation === undefined ? undefined : byName.get(relation)?.get(name);
    if (field === undefined) throw new Error(`a field of the API has no column: ${object}.${name}`);
    fields.set(site, field);
  }
  return fields;
}
