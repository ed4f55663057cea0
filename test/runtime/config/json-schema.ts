/** Makes a JSON Schema (2020-12) for editors from the schema that the proxy checks a file with. */
import { partsOf, type SchemaNode } from '../../../runtime/src/json-file/schema-tree.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** What each kind of check or schema says in JSON Schema; those without an entry say nothing there. */
const KEYWORDS: Readonly<Record<string, (part: SchemaNode, root: SchemaNode) => JsonSchema>> = {
  string: () => ({ type: 'string' }),
  number: () => ({ type: 'number' }),
  integer: () => ({ type: 'integer' }),
  boolean: () => ({ type: 'boolean' }),
  picklist: ({ options }) => ({ enum: options }),
  regex: ({ requirement }) => ({ pattern: requirement instanceof RegExp ? requirement.source : undefined }),
  min_length: ({ requirement }, root) =>
    isArray(root) ? { minItems: requirement } : { minLength: requirement },
  max_length: ({ requirement }, root) =>
    isArray(root) ? { maxItems: requirement } : { maxLength: requirement },
  min_value: ({ requirement }) => ({ minimum: requirement }),
  max_value: ({ requirement }) => ({ maximum: requirement }),
  min_entries: ({ requirement }) => ({ minProperties: requirement }),
  max_entries: ({ requirement }) => ({ maxProperties: requirement }),
  array: ({ item }) => ({ type: 'array', items: item === undefined ? {} : schemaOf(item) }),
  union: ({ options = [] }) => ({
    anyOf: (options as readonly unknown[] as readonly SchemaNode[]).map(schemaOf),
  }),
  record: (part) => ({
    type: 'object',
    ...namesOf(part),
    additionalProperties: part.value && schemaOf(part.value),
  }),
  strict_object: ({ entries = {} }) => ({
    type: 'object',
    properties: Object.fromEntries(Object.entries(entries).map(([key, node]) => [key, schemaOf(node)])),
    required: Object.keys(entries).filter((key) => !isOptional(entries[key])),
    additionalProperties: false,
  }),
  optional: (part) => (part.default === undefined ? {} : { default: part.default }),
};

/** The document, with its title. */
export function jsonSchema(title: string, root: SchemaNode): string {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schemaOf(root) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

export function isOptional(node: SchemaNode | undefined): boolean {
  return node?.type === 'optional';
}

function schemaOf(node: SchemaNode): JsonSchema {
  const said = partsOf(node).flatMap((part) => {
    const keywords = KEYWORDS[part.type];
    return keywords === undefined ? [] : [keywords(part, node)];
  });
  const description = descriptionOf(node);
  return Object.assign({}, ...said, description === null ? {} : { description });
}

/** What was said of the value at this place, not of what it holds. */
export function descriptionOf(node: SchemaNode): string | null {
  const own = (node.pipe ?? []).findLast((part) => part.type === 'description')?.description;
  return own ?? (node.wrapped === undefined ? null : descriptionOf(node.wrapped));
}

function namesOf(part: SchemaNode): JsonSchema {
  return 'key' in part ? { propertyNames: schemaOf(part.key as SchemaNode) } : {};
}

function isArray(node: SchemaNode): boolean {
  return partsOf(node).some((part) => part.type === 'array');
}
