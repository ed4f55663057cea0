/** What must hold between the parts of a matcher, of whatever kind. */
import * as v from 'valibot';
import {
  ABI_VERSION,
  type BundleSource,
  canonicalJson,
  type HttpMatcher,
  MANIFEST_FILE,
  type Matcher,
  type PolicyRule,
  type SourceContents,
} from '../abi.ts';
import { done, type Outcome, refuse } from './problem.ts';

/** Half a sentence about what does not hold; null where all does. */
export type Fault = string | null;

/** Parses what a script exports, then asks `faultOf` what is wrong with it. */
export function checkAs<T>(
  shape: v.GenericSchema<unknown, T>,
  value: unknown,
  source: BundleSource,
  faultOf: (matcher: T) => Fault,
): Outcome<T> {
  const parsed = parse(shape, value);
  if (parsed === null) return refuse('failing-matcher', `the matcher of \`${source.name}\` throws an error`);
  if (!parsed.success) return malformed(source, `is wrong at \`${v.getDotPath(parsed.issues[0]) ?? '$'}\``);
  const fault = faultOf(parsed.output);
  return fault === null ? done(parsed.output) : malformed(source, fault);
}

/** Null where looking at the value throws: an object can run code of the script when it is looked at. */
function parse<T>(shape: v.GenericSchema<unknown, T>, value: unknown) {
  try {
    return v.safeParse(shape, value, { abortEarly: true });
  } catch {
    return null;
  }
}

/** Versions, names and what people are shown of it must be true; rules lead to policies and files. */
export function commonFault(
  matcher: Matcher | HttpMatcher,
  contents: SourceContents,
  source: BundleSource,
  files: ReadonlySet<string>,
): Fault {
  if (matcher.abi !== ABI_VERSION) return `speaks ABI ${matcher.abi}, unlike its bundle`;
  if (matcher.source !== source.name) return `decides for \`${matcher.source}\``;
  if (canonicalJson(contents) !== canonicalJson(source.contents))
    return `does not hold what \`${MANIFEST_FILE}\` says of it`;
  for (const { policy, file } of matcher.rules) {
    if (policy >= matcher.policies.length) return `has a rule of policy ${policy}, which it does not have`;
    if (!files.has(file)) return `has a rule of \`${file}\`, which the bundle does not have`;
  }
  return ruleFault(matcher, matcher.limits, 'a limit');
}

/** Whether each of `said` is a rule of the policy that it names. */
export function ruleFault({ rules }: Matcher | HttpMatcher, said: Iterable<PolicyRule>, what: string): Fault {
  for (const { policy, rule } of said)
    if (rules[rule]?.policy !== policy)
      return `names rule ${rule} of policy ${policy} for ${what}, which it does not have`;
  return null;
}

function malformed(source: BundleSource, what: string) {
  return refuse('malformed-matcher', `the matcher of \`${source.name}\` ${what}`);
}
