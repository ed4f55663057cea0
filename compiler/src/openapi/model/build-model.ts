/** From documents to the model of an API: components, operations, shapes, and fields as columns. */
import { relationKey } from '@dlpc/runtime/abi';
import type { DocumentSet } from '../document/document-set.ts';
import type { ApiProblems } from '../problem.ts';
import type { ApiModel, ApiObject, ApiOperation, Part, Site } from './api-model.ts';
import { checkOperations } from './check-operations.ts';
import { fieldColumns } from './field-columns.ts';
import { apiFingerprint } from './fingerprint.ts';
import { OperationReader } from './operations.ts';
import { SchemaClosure } from './schema-closure.ts';
import { Shapes } from './shapes.ts';
import { Sites } from './sites.ts';
import { subtypesOf } from './subtypes.ts';

/** The model of what could be read; null where the document itself could not. */
export function buildModel(documents: DocumentSet, problems: ApiProblems): ApiModel | null {
  const sites = new Sites(documents, problems);
  const root = sites.root();
  if (root === null) return null;
  const components = sites.child(root, 'components');
  const schemas = new Map(sites.entries(components === null ? null : sites.child(components, 'schemas')));
  const shapes = new Shapes(sites, new SchemaClosure(sites, subtypesOf(sites, schemas)));

  const placed = new OperationReader(sites, shapes).read(root);
  checkOperations(placed, sites);
  warnOfTheUnread(root, sites);
  const operations = placed.map(({ operation }) => operation);

  const objects = new Map<string, ApiObject>();
  for (const [name, site] of schemas) objects.set(name, schemaObject(name, shapes.part([site])));
  for (const operation of operations) {
    const name = operationName(operation, objects);
    objects.set(name, operationObject(name, operation));
  }
  const { relations, columns } = fieldColumns(objects.values(), schemas, shapes);
  const model = {
    operations,
    shapes: shapes.all,
    objects,
    schema: {
      relations: new Map(relations.map((r) => [relationKey(r.schema, r.name), r])),
      functions: new Set<string>(),
    },
    columns,
  };
  return { ...model, fingerprint: apiFingerprint(model) };
}

/** By its operationId, unless a schema is called so; else as a request begins. */
function operationName(
  { operationId, method, template }: ApiOperation,
  objects: ReadonlyMap<string, ApiObject>,
): string {
  return operationId === null || objects.has(operationId) ? `${method} ${template.text}` : operationId;
}

function schemaObject(name: string, { shape }: Part): ApiObject {
  return { kind: 'schema', name, starts: [shape], parameters: new Map(), bodies: [] };
}

function operationObject(name: string, { parameters, request, responses }: ApiOperation): ApiObject {
  const bodies = [...request, ...responses.flatMap((response) => response.bodies)].map(({ part }) => part);
  const named = [...parameters, ...responses.flatMap(({ headers }) => headers)];
  const byName = new Map<string, Part[]>();
  for (const { name: parameter, part } of named) {
    const known = byName.get(parameter);
    if (known === undefined) byName.set(parameter, [part]);
    else known.push(part);
  }
  const starts = new Set(bodies.map(({ shape }) => shape));
  return { kind: 'operation', name, starts: [...starts], parameters: byName, bodies };
}

/** Requests that the API itself would send are no requests through the proxy. */
function warnOfTheUnread(root: Site, sites: Sites): void {
  const webhooks = sites.child(root, 'webhooks');
  if (webhooks !== null)
    sites.report(
      'caveat',
      '`webhooks` are requests that the API sends, and no policy judges them',
      webhooks,
      webhooks.node,
    );
}
