/** Makes the configured sources, each with what keeps it fresh and where its sessions connect to. */
import type { LoadedBundle } from '../bundle/load-bundle.ts';
import type { Config } from '../config/config.ts';
import type { UpstreamTarget } from '../pgwire/upstream-target.ts';
import type { ProxyParts } from './parts.ts';
import { Source } from './source.ts';
import { SourceKeeper } from './source-keeper.ts';
import { readSource } from './source-reader.ts';
import { catalogTarget, sessionTarget } from './upstream-target.ts';

/** One source, ready to be asked; nothing was read yet. */
export interface ServedSource {
  readonly source: Source;
  readonly keeper: SourceKeeper;
  readonly target: UpstreamTarget;
}

/** By name, in the order of the configuration. `bundle` must fit it. */
export function serveSources(
  config: Config,
  bundle: LoadedBundle,
  parts: ProxyParts,
): ReadonlyMap<string, ServedSource> {
  const { clock, log, makeJudge } = parts;
  const served = new Map<string, ServedSource>();
  for (const { name, upstream } of config.sources.values()) {
    const matcher = bundle.matchers.get(name);
    if (matcher === undefined) throw new Error(`a bundle without ${name} was taken for one that fits`);
    const source = new Source({
      ...{ name, makeJudge, clock, budgets: parts.makeBudgets(name) },
      policy: { matcher, revision: bundle.revision },
      maxAge: config.limits.catalogMaxAgeSeconds * 1000,
    });
    const keeper = new SourceKeeper({
      ...{ source, clock, log },
      refreshSeconds: config.limits.catalogRefreshSeconds,
      read: () => readSource(catalogTarget(upstream), source.policy.matcher.relations, parts.reader),
    });
    served.set(name, { source, keeper, target: sessionTarget(upstream, config.maskKey) });
  }
  return served;
}
