/** `dlp-proxy --check`: everything that starting would look at, told as sentences, and nothing left running. */
import type { Matcher } from '../abi.ts';
import type { Config, SourceConfig } from '../config/config.ts';
import type { CredentialBook } from '../identity/credential.ts';
import { CredentialStore } from '../identity/credential-store.ts';
import { checkApi } from './apis/check-api.ts';
import { failureReason } from './failure-reason.ts';
import { loadGround } from './load-ground.ts';
import type { ProxyParts } from './parts.ts';
import { unverified } from './policy-store.ts';
import { SequenceMemory } from './sequence-memory.ts';
import { readSource } from './source-reader.ts';
import { unservedSources } from './unserved-sources.ts';
import { catalogTarget } from './upstream-target.ts';

export type ProxyCheck =
  | { readonly ok: true; readonly findings: readonly string[] }
  /** `what`: whether what the proxy was given is wrong, or the world around it. */
  | { readonly ok: false; readonly what: 'given' | 'world'; readonly findings: readonly string[] };

/** Loads the bundle and the credentials, and reads each source's server once. */
export async function checkProxy(config: Config, parts: ProxyParts): Promise<ProxyCheck> {
  const sequences = new SequenceMemory(config.trust, parts);
  const ground = await loadGround(config, parts, { loadBundle: parts.loadBundle, sequences });
  if (!ground.ok) return { ok: false, what: 'given', findings: ground.reasons };
  const checks = await Promise.all(
    [...config.sources.values()].map((source) =>
      checkSource(source, ground.bundle.matchers.get(source.name), parts),
    ),
  );
  const apis = (await Promise.all([...config.apis.values()].map(checkApi))).filter((each) => each !== null);
  const warning = unverified(ground.bundle, config);
  const shutOut = shutOutUsers(ground.credentials.book, parts.now());
  const findings = [
    ...(warning === null ? [] : [`${config.bundle}: ${warning}`]),
    ...(shutOut === null ? [] : [`${config.credentials}: ${shutOut}`]),
    ...unservedSources(ground.bundle, config).map((source) => `source ${source} is not served`),
    ...checks.flatMap((check) => check.findings),
    ...apis,
  ];
  return checks.every((check) => check.ok) && apis.length === 0
    ? { ok: true, findings }
    : { ok: false, what: 'world', findings };
}

/** How many users of the file cannot sign in any more; null where all can. */
function shutOutUsers(book: CredentialBook, now: number): string | null {
  const { users, unusable } = new CredentialStore(book).count(now);
  return unusable === 0
    ? null
    : `${unusable} of ${users + unusable} users cannot sign in: disabled, or expired`;
}

async function checkSource(
  { name, upstream }: SourceConfig,
  matcher: Matcher | undefined,
  parts: ProxyParts,
): Promise<{ readonly ok: boolean; readonly findings: readonly string[] }> {
  try {
    const { problems } = await readSource(
      catalogTarget(upstream),
      matcher?.relations ?? new Map(),
      parts.reader,
    );
    const ok = problems.every((problem) => problem.severity === 'warn');
    return { ok, findings: problems.map((problem) => `source ${name}: ${problem.message}`) };
  } catch (error) {
    return {
      ok: false,
      findings: [`source ${name}: ${failureReason(error)}`],
    };
  }
}
