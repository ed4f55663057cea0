/** An API that policies speak of: a source whose columns are the fields of its schemas. */
import type { ApiDeclaration } from '@dlpc/language';
import type { ApiModel, ApiOperation, Site } from '../../openapi/model/api-model.ts';
import type { Column, Relation } from '../../schema/model.ts';
import type { Source } from '../program.ts';

export interface ApiSource extends Source {
  readonly declaration: ApiDeclaration;
  /** Null where the document could not be read; then nothing is said about names in it. */
  readonly api: ApiModel | null;
  /** The column of a site at which a field is written, by the id of the site. */
  readonly fields: ReadonlyMap<number, ApiField>;
}

/** A field: a column of the relation that stands for a schema or an operation. */
export interface ApiField {
  readonly relation: Relation;
  readonly column: Column;
}

/** Whether a source is an API. */
export function isApi(source: Source): source is ApiSource {
  return 'api' in source;
}

/** The fields that sites are parts of, each once. */
export function fieldsOf(source: ApiSource, sites: Iterable<Site>): readonly ApiField[] {
  const fields = new Set<ApiField>();
  for (const { id } of sites) {
    const field = source.fields.get(id);
    if (field !== undefined) fields.add(field);
  }
  return [...fields];
}

/** `GET /v1/customers/{id}`, as messages name an operation. */
export function operationText({ method, template }: ApiOperation): string {
  return `${method} ${template.text}`;
}
