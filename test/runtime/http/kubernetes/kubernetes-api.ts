/** A stand-in for the Kubernetes API: secrets that are made and deleted, one pod with a log, tables where they are asked for, and watches. */
import type { ServerResponse } from 'node:http';
import type { Respond, SeenRequest } from '../../../support/api-upstream.ts';

export interface StoredSecret {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
}

export interface KubernetesApi {
  readonly respond: Respond;
  readonly secrets: Map<string, StoredSecret>;
  /** Sends an event to all who watch. */
  change(type: string, secret: StoredSecret): void;
  readonly watchers: number;
}

const CREATED = '2026-11-22T02:00:00Z';
const SECRETS = '/api/v1/namespaces/default/secrets';
const RESOURCES = [
  {
    name: 'secrets',
    singularName: 'secret',
    kind: 'Secret',
    verbs: ['create', 'delete', 'get', 'list', 'watch'],
  },
  { name: 'pods', singularName: 'pod', kind: 'Pod', verbs: ['get', 'list', 'watch'], shortNames: ['po'] },
  { name: 'pods/log', singularName: '', kind: 'Pod', verbs: ['get'] },
  { name: 'events', singularName: 'event', kind: 'Event', verbs: ['get', 'list'] },
].map((each) => ({ namespaced: true, ...each }));

export function kubernetesApi(): KubernetesApi {
  const secrets = new Map<string, StoredSecret>();
  const watchers = new Set<ServerResponse>();
  const respond: Respond = (request, response) => {
    const url = new URL(request.url, 'http://a');
    if (url.searchParams.has('watch')) {
      watchers.add(response);
      response.on('close', () => watchers.delete(response));
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      return;
    }
    if (url.pathname.endsWith('/log')) {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('started\nready\n');
      return;
    }
    const [status, value] = answerTo(request, url, secrets);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  return {
    ...{ respond, secrets },
    change: (type, secret) => {
      for (const watcher of watchers)
        watcher.write(`${JSON.stringify({ type, object: secretOf(secret) })}\n`);
    },
    get watchers() {
      return watchers.size;
    },
  };
}

function answerTo(
  request: SeenRequest,
  { pathname }: URL,
  secrets: Map<string, StoredSecret>,
): readonly [status: number, value: object] {
  const asTable = request.headers.accept?.includes('as=Table') === true;
  const name = pathname.startsWith(`${SECRETS}/`) ? pathname.slice(SECRETS.length + 1) : '';
  const found = secrets.get(name);
  switch (`${request.method} ${name === '' ? pathname : SECRETS}`) {
    case 'GET /version':
      return [200, { major: '1', minor: '32', gitVersion: 'v1.32.0' }];
    case 'GET /api':
      return [200, { kind: 'APIVersions', versions: ['v1'] }];
    case 'GET /apis':
      return [200, { kind: 'APIGroupList', apiVersion: 'v1', groups: [] }];
    case 'GET /api/v1':
      return [200, { kind: 'APIResourceList', groupVersion: 'v1', resources: RESOURCES }];
    case `GET ${SECRETS}`: {
      if (name !== '') {
        if (found === undefined) return missing(name);
        return [200, asTable ? tableOf([found]) : secretOf(found)];
      }
      const all = [...secrets.values()];
      const plain = {
        kind: 'SecretList',
        apiVersion: 'v1',
        metadata: { resourceVersion: '1' },
        items: all.map(secretOf),
      };
      return [200, asTable ? tableOf(all) : plain];
    }
    case `POST ${SECRETS}`: {
      const sent: { metadata: { name: string }; data?: Record<string, string> } = JSON.parse(
        request.body.toString(),
      );
      const made = { name: sent.metadata.name, data: sent.data ?? {} };
      secrets.set(made.name, made);
      return [201, secretOf(made)];
    }
    case `DELETE ${SECRETS}`:
      if (!secrets.delete(name)) return missing(name);
      return [
        200,
        {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Success',
          details: { name, kind: 'secrets' },
        },
      ];
    case 'GET /api/v1/namespaces/default/pods/web':
      return [
        200,
        {
          ...{ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web', namespace: 'default' } },
          ...{ spec: { containers: [{ name: 'web', image: 'web:1' }] }, status: { phase: 'Running' } },
        },
      ];
    default:
      return missing(pathname);
  }
}

function missing(name: string): readonly [number, object] {
  const message = `secrets "${name}" not found`;
  return [
    404,
    {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason: 'NotFound',
      code: 404,
    },
  ];
}

function metadataOf({ name, data }: StoredSecret): object {
  const applied = JSON.stringify({ data });
  return {
    ...{ name, namespace: 'default', uid: `uid-${name}`, resourceVersion: '1', creationTimestamp: CREATED },
    // As `kubectl apply` leaves it behind: the secret once more.
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': applied },
    managedFields: [{ manager: 'kubectl' }],
  };
}

function secretOf(secret: StoredSecret): object {
  return {
    kind: 'Secret',
    apiVersion: 'v1',
    type: 'Opaque',
    metadata: metadataOf(secret),
    data: secret.data,
  };
}

function tableOf(secrets: readonly StoredSecret[]): object {
  const columns = ['Name', 'Type', 'Data', 'Age'];
  return {
    ...{ kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion: '1' } },
    columnDefinitions: columns.map((name) => ({
      ...{ name, type: 'string', format: name === 'Name' ? 'name' : '', description: name, priority: 0 },
    })),
    rows: secrets.map((secret) => ({
      cells: [secret.name, 'Opaque', Object.keys(secret.data).length, '1h'],
      object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: metadataOf(secret) },
    })),
  };
}
