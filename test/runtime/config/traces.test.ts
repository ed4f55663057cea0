/** Where traces go, by the file and by the variables of OpenTelemetry; and what would not be safe. */
import { describe, expect, test } from 'vitest';
import { load, mistakes } from './memory-host.ts';

const BASE = {
  listen: { port: 6432 },
  bundle: 'bundle',
  credentials: 'credentials.json',
  sources: { crm: { upstream: { host: '127.0.0.1', database: 'crm', user: 'dlp' } } },
};
const KEY = { files: { '/etc/dlp/otel.key': 'Bearer abc\n' } };
const json = (traces: object) => JSON.stringify({ ...BASE, telemetry: { traces } }, null, 2);

async function settled(text: string, world: Parameters<typeof load>[1] = {}) {
  const loading = await load(text, world);
  if (!loading.ok) throw new Error('refused');
  const { traces } = loading.config;
  if (traces === null) return null;
  return { ...traces, url: traces.url.href, headers: await traces.headers() };
}

test('the file says it all', async () => {
  const traces = { endpoint: 'https://otel.example/v1/traces', sampling: 0.1, serviceName: 'crm' };
  expect(
    await settled(json({ ...traces, headers: { Authorization: { file: 'otel.key' } } }), {
      ...KEY,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://other.example', OTEL_SERVICE_NAME: 'other' },
    }),
  ).toEqual({
    ...{ url: 'https://otel.example/v1/traces', sampling: 0.1, headers: [['authorization', 'Bearer abc']] },
    attributes: { 'service.name': 'crm' },
  });
});

test('the environment says what the file leaves out', async () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example/base/',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-team=a%20b,x-set=c',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=prod,service.name=lost',
    OTEL_SERVICE_NAME: 'crm',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.5',
  };
  expect(await settled(json({}), { env })).toEqual({
    ...{ url: 'https://otel.example/base/v1/traces', sampling: 0.5 },
    headers: [
      ['x-team', 'a b'],
      ['x-set', 'c'],
    ],
    attributes: { 'deployment.environment.name': 'prod', 'service.name': 'crm' },
  });
  expect(await settled(json({}), { env: { ...env, OTEL_SDK_DISABLED: 'true' } })).toBeNull();
  expect((await settled(json({})))?.url).toBe('http://localhost:4318/v1/traces');
});

test('nothing is sent because of the environment alone', async () => {
  expect(
    await settled(JSON.stringify(BASE), { env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://x.example' } }),
  ).toBeNull();
});

describe('is refused, or told', () => {
  const header = { headers: { authorization: { file: 'otel.key' } } };
  test.each<[string, object, Record<string, string>, string]>([
    ['a secret in the clear', { endpoint: 'http://otel.example/', ...header }, {}, 'expected https'],
    ['spans in the clear', { endpoint: 'http://otel.example/' }, {}, 'travel to the collector unencrypted'],
    ['what is no URL', { endpoint: 'otel:zzz' }, {}, 'expected one with https or http'],
    ['a password in the URL', { endpoint: 'https://u:zzz@otel.example/' }, {}, 'has a user or a password'],
    ['a field that frames', { headers: { Host: { file: 'otel.key' } } }, {}, 'is no field'],
    ['a ratio beyond one', { sampling: 2 }, {}, 'a number from 0 to 1'],
    ['header fields of no form', {}, { OTEL_EXPORTER_OTLP_HEADERS: 'zzz' }, 'are not written as'],
    ['a line in a header field', {}, { OTEL_EXPORTER_OTLP_HEADERS: 'a=zzz%0d%0ab' }, 'are not written as'],
    ['another protocol', {}, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'another protocol'],
    ['another sampler', {}, { OTEL_TRACES_SAMPLER: 'jaeger_remote' }, 'not understood'],
  ])('%s', async (_, traces, env, said) => {
    const text = await mistakes(json(traces), { ...KEY, env });
    expect(text).toContain(said);
    expect(text).not.toContain('zzz');
  });
});
