/** A slice of the Kubernetes API as an OpenAPI document: secrets, pods, their logs and events, and what clients ask to find their way. */

const string = { type: 'string' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const list = (items: object) => ({ type: 'array', items });
const object = (properties: object) => ({ type: 'object', properties });
const kind = { kind: string, apiVersion: string };
const listOf = (name: string) => object({ ...kind, metadata: ref('ListMetadata'), items: list(ref(name)) });
/** What nobody hides anything in. */
const anything = {};

const json = (...schemas: object[]) => ({
  'application/json': { schema: schemas.length === 1 ? schemas[0] : { oneOf: schemas } },
});
const answers = (content: object, status = '200') => ({
  responses: {
    [status]: { description: '', content },
    default: { description: '', content: json(ref('Status')) },
  },
});
const inQuery = (...names: string[]) => names.map((name) => ({ name, in: 'query', schema: string }));
const inPath = (...names: string[]) =>
  names.map((name) => ({ name, in: 'path', required: true, schema: string }));
const LISTING = inQuery(
  ...['limit', 'continue', 'fieldSelector', 'labelSelector', 'watch', 'resourceVersion'],
  ...['allowWatchBookmarks', 'timeoutSeconds', 'resourceVersionMatch', 'sendInitialEvents', 'timeout'],
);
const SPACE = '/api/v1/namespaces/{namespace}';

const listed = (name: string) => ({
  get: {
    parameters: [...inPath('namespace'), ...LISTING],
    ...answers(json(ref(`${name}List`), ref('Table'), ref(`${name}Event`))),
  },
});

export const KUBERNETES = {
  openapi: '3.0.0',
  info: { title: 'Kubernetes', version: 'v1.32.0' },
  paths: {
    '/version': { get: answers(json(anything)) },
    '/api': { get: { parameters: inQuery('timeout'), ...answers(json(anything)) } },
    '/apis': { get: { parameters: inQuery('timeout'), ...answers(json(anything)) } },
    '/api/v1': { get: { parameters: inQuery('timeout'), ...answers(json(anything)) } },
    [`${SPACE}/secrets`]: {
      ...listed('Secret'),
      post: {
        operationId: 'createSecret',
        parameters: [...inPath('namespace'), ...inQuery('fieldManager', 'fieldValidation', 'dryRun')],
        requestBody: { content: json(ref('NewSecret')) },
        ...answers(json(ref('Secret')), '201'),
      },
    },
    [`${SPACE}/secrets/{name}`]: {
      get: { parameters: inPath('namespace', 'name'), ...answers(json(ref('Secret'), ref('Table'))) },
      delete: {
        operationId: 'deleteSecret',
        parameters: inPath('namespace', 'name'),
        requestBody: { content: json(ref('DeleteOptions')) },
        ...answers(json(ref('Status'))),
      },
    },
    [`${SPACE}/pods`]: listed('Pod'),
    [`${SPACE}/pods/{name}`]: {
      get: { parameters: inPath('namespace', 'name'), ...answers(json(ref('Pod'), ref('Table'))) },
    },
    [`${SPACE}/pods/{name}/log`]: {
      get: {
        parameters: [...inPath('namespace', 'name'), ...inQuery('container', 'follow', 'tailLines')],
        ...answers({ 'text/plain': { schema: string } }),
      },
    },
    [`${SPACE}/events`]: listed('Event'),
  },
  components: {
    schemas: {
      Metadata: object({
        ...{ name: string, namespace: string, uid: string, resourceVersion: string },
        creationTimestamp: { type: 'string', format: 'date-time', nullable: true },
        labels: { type: 'object', additionalProperties: string },
        annotations: { type: 'object', additionalProperties: string },
      }),
      ListMetadata: object({
        resourceVersion: string,
        continue: string,
        remainingItemCount: { type: 'integer' },
      }),
      Secret: object({
        ...{ ...kind, metadata: ref('Metadata'), type: string, immutable: { type: 'boolean' } },
        data: { type: 'object', additionalProperties: { type: 'string', format: 'byte' } },
      }),
      SecretList: listOf('Secret'),
      SecretEvent: object({ type: string, object: { oneOf: [ref('Secret'), ref('Status')] } }),
      // A secret that is made is written by who knows it.
      NewSecret: object({
        ...{ ...kind, type: string, data: { type: 'object', additionalProperties: string } },
        metadata: object({
          name: string,
          namespace: string,
          creationTimestamp: { type: 'string', nullable: true },
        }),
      }),
      Pod: object({
        ...{ ...kind, metadata: ref('Metadata') },
        spec: object({ containers: list(object({ name: string, image: string })), nodeName: string }),
        status: object({ phase: string, podIP: string }),
      }),
      PodList: listOf('Pod'),
      PodEvent: object({ type: string, object: ref('Pod') }),
      Event: object({ ...kind, metadata: ref('Metadata'), reason: string, message: string }),
      EventList: listOf('Event'),
      EventEvent: object({ type: string, object: ref('Event') }),
      Table: object({
        ...{ ...kind, metadata: ref('ListMetadata') },
        columnDefinitions: list(
          object({
            ...{ name: string, type: string, format: string, description: string },
            priority: { type: 'integer' },
          }),
        ),
        rows: list(
          object({
            cells: { type: 'array', items: {} },
            object: object({ ...kind, metadata: ref('Metadata') }),
          }),
        ),
      }),
      Status: object({
        ...{ ...kind, metadata: ref('ListMetadata'), status: string, message: string, reason: string },
        code: { type: 'integer' },
        details: object({ name: string, kind: string, uid: string }),
      }),
      DeleteOptions: object({ ...kind, propagationPolicy: string, gracePeriodSeconds: { type: 'integer' } }),
    },
  },
};
