/** Sources of a bundle that a proxy does not serve, so that whoever starts it knows what it does not do. */
import type { LoadedBundle } from '../bundle/load-bundle.ts';
import type { Config } from '../config/config.ts';

/** Each with why, by name; empty where all are served. */
export function unservedSources(bundle: LoadedBundle, config: Config): readonly string[] {
  const databases = [...bundle.matchers.keys()].filter((name) => !config.sources.has(name));
  const apis = [...bundle.httpMatchers.keys()].filter((name) => !config.apis.has(name));
  return [
    ...databases.map((name) => `\`${name}\` (not in the configuration)`),
    ...apis.map((name) => `\`${name}\` (not in the configuration)`),
  ].sort();
}
