/**
 * From the name of a configuration file to a settled configuration, or to everything that is wrong with it: read, parse,
 * hold against the shape, settle each section whose shape is right. A mistake in one section hides none in another.
 */
import { resolve } from 'node:path';
import * as v from 'valibot';
import { checkShape, inOrder } from '../json-file/check-shape.ts';
import { readJson } from '../json-file/json-text.ts';
import type { Place, Problem } from '../json-file/problem.ts';
import { AdminShape, ApprovalsShape, WebhookShape } from './admin-file.ts';
import type { ApiConfig, Config, SourceConfig } from './config.ts';
import {
  ApiShape,
  ConfigFileShape,
  IdentityProviderShape,
  LimitsShape,
  MaskKeyShape,
  RecordsShape,
  SourceShape,
  TokensShape,
  TrustShape,
} from './config-file.ts';
import { ClientTlsShape, ListenShape } from './listen-file.ts';
import { settleAdmin, settleApprovals, settleWebhook } from './settle-admin.ts';
import { settleApi } from './settle-api.ts';
import { settleClientTls } from './settle-client-tls.ts';
import { settleMaskKey } from './settle-mask-key.ts';
import { settleProviders } from './settle-providers.ts';
import { settleRecords } from './settle-records.ts';
import { settleTokens } from './settle-tokens.ts';
import { settleTraces } from './settle-traces.ts';
import { settleTrust } from './settle-trust.ts';
import { settleUpstream } from './settle-upstream.ts';
import { type SettleHost, Settling } from './settling.ts';
import { TelemetryShape } from './telemetry-file.ts';

export type ConfigLoading =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const MAX_CONFIG_BYTES = 1024 * 1024;

/** Loads the configuration. Never rejects for anything that stands in a file or in the environment. */
export async function loadConfig(file: string, host: SettleHost): Promise<ConfigLoading> {
  const absoluteFile = resolve(file);
  const reading = await host.readFile(absoluteFile, MAX_CONFIG_BYTES);
  if (!reading.ok) return refused(`the configuration file ${reading.reason}`);

  const document = readJson(reading.text);
  if (!document.ok) return refused(document.message, document.place, document.hint);

  const shape = checkShape(ConfigFileShape, document.value, document.locate);
  const settling = new Settling(absoluteFile, host, document.locate);
  if (!shape.ok) settling.problems.push(...shape.problems);
  if (shape.ok && shape.value.sources === undefined && shape.value.apis === undefined)
    settling.wrong(['sources'], 'is missing, and so is `apis`', 'Say what the proxy stands in front of.');
  if (reading.exposure.writable) settling.warn([], 'others than the owner of the file can change it');

  // Settled even where the shape is wrong, for what else there is to say.
  const settled = await settle(document.value, settling);
  if (!shape.ok || settling.problems.length > 0) {
    return { ok: false, problems: inOrder(settling.problems) };
  }
  const config: Config = {
    file: absoluteFile,
    listen: shape.value.listen,
    tls: settled.tls,
    tlsRequired: settled.tlsRequired,
    bundle: settling.absolute(shape.value.bundle),
    trust: settled.trust,
    credentials: settling.absolute(shape.value.credentials),
    identityProviders: settled.identityProviders,
    tokens: settled.tokens,
    revocations: [shape.value.revocations, shape.value.admin?.events?.state]
      .filter((file) => file !== undefined)
      .map((file) => settling.absolute(file)),
    sources: settled.sources,
    apis: settled.apis,
    admin: settled.admin,
    approvals: settled.approvals,
    webhook: settled.webhook,
    maskKey: settled.maskKey,
    records: settled.records,
    workers: shape.value.workers,
    limits: shape.value.limits,
    traces: settled.traces,
    log: shape.value.log,
  };
  return { ok: true, config, warnings: inOrder(settling.warnings) };
}

type Settled = Pick<
  Config,
  | 'tls'
  | 'tlsRequired'
  | 'trust'
  | 'identityProviders'
  | 'tokens'
  | 'sources'
  | 'maskKey'
  | 'admin'
  | 'approvals'
  | 'webhook'
  | 'records'
  | 'apis'
  | 'traces'
>;

/** Settles each section whose own shape is right. */
async function settle(value: unknown, settling: Settling): Promise<Settled> {
  const sections = v.safeParse(v.record(v.string(), v.unknown()), value);
  const raw = sections.success ? sections.output : {};
  const listen = v.safeParse(ListenShape, raw.listen);
  const tls = v.safeParse(v.optional(ClientTlsShape), raw.tls);
  const trust = v.safeParse(v.optional(TrustShape), raw.trust);
  const providers = v.safeParse(v.optional(v.array(IdentityProviderShape), []), raw.identityProviders);
  const tokens = v.safeParse(v.optional(TokensShape), raw.tokens);
  const admin = v.safeParse(v.optional(AdminShape), raw.admin);
  const approvals = v.safeParse(v.optional(ApprovalsShape), raw.approvals);
  const webhook = v.safeParse(v.optional(WebhookShape), raw.webhook);
  const maskKey = v.safeParse(v.optional(MaskKeyShape), raw.maskKey);
  const records = v.safeParse(v.optional(RecordsShape), raw.records);
  const telemetry = v.safeParse(v.optional(TelemetryShape), raw.telemetry);
  const clientTls =
    listen.success && tls.success
      ? await settleClientTls(tls.output, listen.output.host, settling)
      : { tls: null, required: true };
  const sources = await settleSources(raw.sources, settling);
  const apis = await settleApis(raw.apis, clientTls.tls !== null, clientTls.required, settling);
  checkAges(raw.limits, settling);
  const identityProviders = providers.success ? settleProviders(providers.output, settling) : [];
  return {
    tls: clientTls.tls,
    tlsRequired: clientTls.required,
    trust: trust.success ? await settleTrust(trust.output, raw.bundle, settling) : null,
    identityProviders,
    tokens: tokens.success
      ? await settleTokens(
          tokens.output,
          providers.success
            ? providers.output.flatMap(({ user, oauth }) =>
                oauth === undefined ? [user] : [user, oauth.user],
              )
            : [],
          settling,
        )
      : null,
    sources,
    apis,
    admin: admin.success ? await settleAdmin(admin.output, identityProviders, settling) : null,
    approvals: approvals.success
      ? settleApprovals(approvals.output, raw.admin !== undefined, settling)
      : null,
    webhook: webhook.success ? await settleWebhook(webhook.output, settling) : null,
    maskKey: maskKey.success ? await settleMaskKey(maskKey.output, settling) : null,
    records: records.success ? await settleRecords(records.output, settling) : null,
    traces: telemetry.success ? await settleTraces(telemetry.output?.traces, settling) : null,
  };
}

async function settleSources(value: unknown, settling: Settling): Promise<Config['sources']> {
  const byName = v.safeParse(v.record(v.string(), v.unknown()), value);
  const sources = new Map<string, SourceConfig>();
  for (const [name, raw] of Object.entries(byName.success ? byName.output : {})) {
    const source = v.safeParse(SourceShape, raw);
    if (!source.success) continue;
    const upstream = await settleUpstream(source.output.upstream, ['sources', name, 'upstream'], settling);
    sources.set(name, { name, upstream });
  }
  return sources;
}

async function settleApis(
  value: unknown,
  hasTls: boolean,
  tlsRequired: boolean,
  settling: Settling,
): Promise<Config['apis']> {
  const byName = v.safeParse(v.record(v.string(), v.unknown()), value ?? {});
  const apis = new Map<string, ApiConfig>();
  for (const [name, raw] of Object.entries(byName.success ? byName.output : {})) {
    const api = v.safeParse(ApiShape, raw);
    if (api.success) apis.set(name, await settleApi(name, api.output, { hasTls, tlsRequired }, settling));
  }
  return apis;
}

function checkAges(value: unknown, settling: Settling): void {
  const limits = v.safeParse(LimitsShape, value ?? {});
  if (!limits.success) return;
  const { catalogRefreshSeconds, catalogMaxAgeSeconds } = limits.output;
  if (catalogMaxAgeSeconds >= catalogRefreshSeconds) return;
  settling.wrong(
    ['limits', 'catalogMaxAgeSeconds'],
    `found \`${catalogMaxAgeSeconds}\`, expected at least \`catalogRefreshSeconds\`, which is ${catalogRefreshSeconds}`,
  );
}

function refused(message: string, place: Place | null = null, hint: string | null = null): ConfigLoading {
  return { ok: false, problems: [{ path: [], place, message, hint }] };
}
