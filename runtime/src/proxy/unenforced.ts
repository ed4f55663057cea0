/**
 * What a matcher asks for and this version of the data path does not do. A policy that is not kept must not be in force: the
 * proxy refuses its bundle instead of leaving a part of it out.
 */
import type { FieldTreatment, HttpMatcher, RuleEntry } from '../abi.ts';
import { isKnownMask } from '../masks/field/field-masks.ts';

/** The first rule of each kind, a clause each. Of a database, everything is done. */
export function unenforcedHttp(matcher: HttpMatcher): readonly string[] {
  const session = matcher.limits.find(({ per }) => per === 'session');
  const unknown = matcher.fields
    .flatMap(treatmentsOf)
    .find(({ mask }) => mask !== null && !isKnownMask(mask));
  return [
    ...(session === undefined
      ? []
      : [
          `${place(matcher.rules[session.rule])} counts per session, and requests to an API have none: count per minute, hour or day`,
        ]),
    ...(unknown === undefined
      ? []
      : [`this version of the proxy does not know the mask \`${unknown.text}\``]),
  ];
}

function treatmentsOf({ fallback, labels }: HttpMatcher['fields'][number]): readonly FieldTreatment[] {
  return [fallback, ...labels.flatMap(({ rules }) => rules.map(({ treatment }) => treatment))];
}

function place(rule: RuleEntry | undefined): string {
  return rule === undefined ? 'a rule' : `\`${rule.text}\` (${rule.file}:${rule.line})`;
}
