/**
 * Settles where traces go. What the file leaves out, the variables of OpenTelemetry say
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/); but that anything is sent at all, the file must say: many
 * platforms set these variables for every program.
 */
import type { InferOutput } from 'valibot';
import type { Path } from '../json-file/problem.ts';
import type { TracesConfig } from './config.ts';
import { staysOnThisMachine } from './loopback.ts';
import { type SecretReference, settleRotatingSecret } from './settle-secret.ts';
import type { Settling } from './settling.ts';
import type { TelemetryShape } from './telemetry-file.ts';

type TracesSection = NonNullable<InferOutput<typeof TelemetryShape>['traces']>;

const PATH: Path = ['telemetry', 'traces'];
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** RFC 9110, section 5.5, without what only old software sends. */
const HEADER_VALUE = /^[\x20-\x7e]{1,4096}$/;
const NEVER: ReadonlySet<string> = new Set(['host', 'content-type', 'content-length', 'connection']);
const MOST_ATTRIBUTES = 64;
const LONGEST_ATTRIBUTE = 256;

export async function settleTraces(
  section: TracesSection | undefined,
  settling: Settling,
): Promise<TracesConfig | null> {
  if (section === undefined || settling.host.env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null;
  const url = settleUrl(section, settling);
  const headers = await settleHeaders(section, settling);
  const sampling = section.sampling ?? samplingOf(settling);
  checkProtocol(settling);
  if (url === null || headers === null) return null;
  const isPlain = url.protocol === 'http:' && !staysOnThisMachine(url.hostname.replace(/^\[|\]$/g, ''));
  if (isPlain && headers.length > 0)
    return settling.wrong([...PATH, 'endpoint'], 'expected https, since `headers` would be sent unencrypted');
  if (isPlain) settling.warn([...PATH, 'endpoint'], 'spans travel to the collector unencrypted');
  return {
    ...{ url, sampling },
    headers: () => Promise.all(headers.map(async ([name, read]) => [name, await read()] as const)),
    attributes: { ...resourceAttributes(settling), 'service.name': serviceName(section, settling) },
  };
}

function settleUrl({ endpoint }: TracesSection, settling: Settling): URL | null {
  const { env } = settling.host;
  const base = variable(env.OTEL_EXPORTER_OTLP_ENDPOINT);
  const text =
    endpoint ??
    variable(env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) ??
    (base === null ? 'http://localhost:4318/v1/traces' : `${base.replace(/\/+$/, '')}/v1/traces`);
  const url = URL.canParse(text) ? new URL(text) : null;
  // Someone may have pasted a token along: nothing of it is told.
  if (url === null || !/^https?:$/.test(url.protocol))
    return settling.wrong([...PATH, 'endpoint'], 'found what is no URL, expected one with https or http');
  if (url.username !== '' || url.password !== '')
    return settling.wrong(
      [...PATH, 'endpoint'],
      'has a user or a password',
      'Secrets belong into `headers`.',
    );
  return url;
}

type Header = readonly [name: string, read: () => Promise<string>];

/** Null where one of them is wrong. */
async function settleHeaders(
  { headers }: TracesSection,
  settling: Settling,
): Promise<readonly Header[] | null> {
  if (headers === undefined) return environmentHeaders(settling);
  const settled: Header[] = [];
  for (const [name, reference] of Object.entries(headers)) {
    const read = await settleHeader(name, reference, settling);
    if (read === null) return null;
    settled.push([name.toLowerCase(), read]);
  }
  return settled;
}

async function settleHeader(
  name: string,
  reference: SecretReference,
  settling: Settling,
): Promise<(() => Promise<string>) | null> {
  const path = [...PATH, 'headers', name];
  if (NEVER.has(name.toLowerCase())) return settling.wrong(path, 'is no field that could hold a key');
  const read = await settleRotatingSecret(reference, path, settling);
  if (read === null) return null;
  if (!HEADER_VALUE.test(await read())) return settling.wrong(path, 'holds what no header field may hold');
  return read;
}

/** `key=value,key=value`, with both as URLs write them (W3C Baggage). */
function environmentHeaders(settling: Settling): readonly Header[] | null {
  const { env } = settling.host;
  const text =
    variable(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS) ?? variable(env.OTEL_EXPORTER_OTLP_HEADERS) ?? '';
  const pairs = keyValues(text);
  const isRight = pairs?.every(
    ([name, value]) => HEADER_NAME.test(name) && HEADER_VALUE.test(value) && !NEVER.has(name.toLowerCase()),
  );
  if (pairs === null || isRight !== true)
    return settling.wrong(
      PATH,
      'the header fields of `OTEL_EXPORTER_OTLP_HEADERS` are not written as `name=value,name=value`',
    );
  return pairs.map(([name, value]) => [name.toLowerCase(), async () => value]);
}

function samplingOf(settling: Settling): number {
  const { env } = settling.host;
  const sampler = variable(env.OTEL_TRACES_SAMPLER)?.replace(/^parentbased_/, '') ?? 'always_on';
  if (sampler === 'always_on') return 1;
  if (sampler === 'always_off') return 0;
  const ratio = Number(variable(env.OTEL_TRACES_SAMPLER_ARG) ?? '1');
  if (sampler === 'traceidratio' && ratio >= 0 && ratio <= 1) return ratio;
  settling.warn(PATH, '`OTEL_TRACES_SAMPLER` is not understood, so all traces are sent');
  return 1;
}

function checkProtocol(settling: Settling): void {
  const { env } = settling.host;
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL;
  if (variable(protocol) !== null && protocol !== 'http/json')
    settling.warn(PATH, 'the environment asks for another protocol than `http/json`, which is what is sent');
}

function serviceName({ serviceName }: TracesSection, settling: Settling): string {
  const { env } = settling.host;
  const attribute = resourceAttributes(settling)['service.name'];
  return (serviceName ?? variable(env.OTEL_SERVICE_NAME) ?? attribute ?? 'dlp-proxy').slice(
    0,
    LONGEST_ATTRIBUTE,
  );
}

function resourceAttributes({ host }: Settling): Readonly<Record<string, string>> {
  const pairs = keyValues(variable(host.env.OTEL_RESOURCE_ATTRIBUTES) ?? '') ?? [];
  const bounded = pairs.filter(([name, value]) => name.length + value.length <= LONGEST_ATTRIBUTE);
  return Object.fromEntries(bounded.slice(0, MOST_ATTRIBUTES));
}

/** Null where it is not of this form. */
function keyValues(text: string): readonly (readonly [string, string])[] | null {
  try {
    return text
      .split(',')
      .filter((pair) => pair.trim() !== '')
      .map((pair) => {
        const at = pair.indexOf('=');
        if (at < 1) throw new URIError('no key');
        return [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))] as const;
      });
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return null;
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.trim());
}

/** An empty variable counts as none. */
function variable(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value.trim();
}
