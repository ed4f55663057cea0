/** OpenAPI documents as small trees, and what stands where in them, found as naively as can be. */

export interface SchemaNode {
  readonly type?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode;
  readonly items?: SchemaNode;
  readonly allOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

export interface OperationNode {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** Of query parameters, all of them strings. */
  readonly parameters: Readonly<Record<string, SchemaNode>>;
  /** Null for a body of which the document says nothing. */
  readonly response: SchemaNode | null;
}

export interface ApiDocument {
  readonly schemas: Readonly<Record<string, SchemaNode>>;
  readonly operations: readonly OperationNode[];
}

/** A step into a value: a property, or an item of a list. */
export type Step = { readonly property: string } | 'item';

/** The document's text. */
export function documentText({ schemas, operations }: ApiDocument): string {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { operationId, method, path, parameters, response } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    }));
    const inQuery = Object.entries(parameters).map(([name, schema]) => ({ name, in: 'query', schema }));
    const content = { 'application/json': response === null ? {} : { schema: response } };
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId,
        parameters: [...inPath, ...inQuery],
        responses: { 200: { description: '', content } },
      },
    };
  }
  const info = { title: 'random', version: '1' };
  return JSON.stringify({ openapi: '3.1.0', info, paths, components: { schemas } });
}

/** All schemas that describe a value which `nodes` describe. */
export function closure(nodes: readonly SchemaNode[], { schemas }: ApiDocument): ReadonlySet<SchemaNode> {
  const all = new Set(nodes);
  for (const { $ref, allOf = [], oneOf = [] } of all) {
    for (const node of [...allOf, ...oneOf]) all.add(node);
    const target = $ref === undefined ? undefined : schemas[$ref.split('/').at(-1) ?? ''];
    if (target !== undefined) all.add(target);
  }
  return all;
}

/** What describes a part of a value that `nodes` describe. */
export function into(
  nodes: ReadonlySet<SchemaNode>,
  step: Step,
  document: ApiDocument,
): ReadonlySet<SchemaNode> {
  const inner = [...nodes].flatMap(({ properties, additionalProperties, items }) => {
    if (step === 'item') return items ?? [];
    return properties?.[step.property] ?? additionalProperties ?? [];
  });
  return closure(inner, document);
}

/** Schemas written at what a policy's path of names leads to. */
export function written(document: ApiDocument, path: readonly string[]): readonly SchemaNode[] {
  const [first = '', ...names] = path;
  let found: SchemaNode[] = [];
  const operation = document.operations.find(({ operationId }) => operationId === first);
  const start = document.schemas[first];
  let here = closure(start === undefined ? [] : [start], document);
  for (const [index, name] of names.entries()) {
    found = [...passed(here, document)].flatMap(({ properties }) => properties?.[name] ?? []);
    // A value that is described by name in one schema and by all names in another is described by both.
    const others = [...passed(here, document)].flatMap(({ properties, additionalProperties }) =>
      properties?.[name] === undefined && additionalProperties !== undefined ? [additionalProperties] : [],
    );
    if (index === 0 && operation !== undefined) found = [operation.parameters[name] ?? []].flat();
    here = closure([...found, ...(found.length > 0 ? others : [])], document);
  }
  return found;
}

/** With what stands in lists and maps: names pass through them. */
function passed(nodes: ReadonlySet<SchemaNode>, document: ApiDocument): ReadonlySet<SchemaNode> {
  const all = new Set(nodes);
  for (const { items, additionalProperties } of all)
    for (const inner of [items, additionalProperties])
      if (inner !== undefined) for (const node of closure([inner], document)) all.add(node);
  return all;
}

/** The names that can follow a path. */
export function namesBehind(document: ApiDocument, path: readonly string[]): readonly string[] {
  const [first = ''] = path;
  const start = path.length > 1 ? written(document, path) : [document.schemas[first] ?? []].flat();
  const nodes = passed(closure(start, document), document);
  return [...new Set([...nodes].flatMap(({ properties }) => Object.keys(properties ?? {})))];
}
