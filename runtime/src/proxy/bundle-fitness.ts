/** Whether a bundle, in itself sound, can be used with this configuration. */
import type { HttpMatcher, Matcher } from '../abi.ts';
import type { LoadedBundle } from '../bundle/load-bundle.ts';
import type { Config } from '../config/config.ts';
import { unenforcedHttp } from './unenforced.ts';

/** Why not, a clause each; empty where it can. */
export function misfits(bundle: LoadedBundle, config: Config): readonly string[] {
  const reasons: string[] = [];
  for (const name of config.sources.keys()) {
    if (bundle.httpMatchers.has(name)) {
      reasons.push(`\`${name}\` is an API, which belongs under \`apis\` of the configuration`);
    } else if (!bundle.matchers.has(name)) {
      const known = [...bundle.matchers.keys()].map((source) => `\`${source}\``).join(', ');
      reasons.push(`the bundle has no source \`${name}\`, only ${known || 'none at all'}`);
    }
  }
  for (const [name, matcher] of bundle.matchers) {
    if (config.sources.has(name)) reasons.push(...unrecorded(name, matcher, config));
    if (config.sources.has(name) && config.maskKey === null && usesKey(matcher)) {
      reasons.push(
        `the policy of \`${name}\` uses a mask that needs a key, and the configuration has no \`maskKey\``,
      );
    }
  }
  for (const name of config.apis.keys()) {
    const matcher = bundle.httpMatchers.get(name);
    if (matcher === undefined) {
      const known = [...bundle.httpMatchers.keys()].map((source) => `\`${source}\``).join(', ');
      reasons.push(`the bundle has no API \`${name}\`, only ${known || 'none at all'}`);
      continue;
    }
    reasons.push(...unenforcedHttp(matcher), ...unrecorded(name, matcher, config));
    if (config.maskKey === null && usesKeyHttp(matcher)) {
      reasons.push(
        `the policy of \`${name}\` uses a mask that needs a key, and the configuration has no \`maskKey\``,
      );
    }
  }
  return reasons;
}

function unrecorded(
  name: string,
  { policies }: Pick<Matcher, 'policies'>,
  { records }: Config,
): readonly string[] {
  const recorded = policies.find(({ record }) => record !== null && record !== 'none');
  if (records !== null || recorded === undefined) return [];
  return [
    `policy \`${recorded.name}\` of \`${name}\` asks for records, and the configuration has no \`records\``,
  ];
}

function usesKey(matcher: Matcher): boolean {
  return [...matcher.relations.values()].some((relation) =>
    relation.columns
      .flatMap((column) => [column, ...column.parts])
      .some(
        ({ fallback, labels }) =>
          fallback?.keyed === true ||
          labels.some((label) => label.rules.some((rule) => rule.treatment.keyed)),
      ),
  );
}

function usesKeyHttp({ fields }: HttpMatcher): boolean {
  return fields.some(
    ({ fallback, labels }) =>
      fallback.keyed || labels.some((label) => label.rules.some((rule) => rule.treatment.keyed)),
  );
}
