/** Changes for programs. Documented in docs/diff.md; fields are added, never changed. */
import { escapedJson } from '@dlpc/language';
import { conditionJson, ruleJson, witnessJson } from '../note-json.ts';
import type { FileName } from '../note-text.ts';
import { type Change, isWidening } from './compare-policies.ts';

/** The report as one JSON text. */
export function diffJson(changes: readonly Change[], oldFile: FileName, newFile: FileName): string {
  return escapedJson({
    version: 1,
    widened: changes.some(isWidening),
    changes: changes.map(({ kind, direction, verb, source, subjects, before, after, who, ...rules }) => ({
      ...{ kind, direction, widens: isWidening({ direction }), verb, source, subjects },
      before: { what: before, rules: rules.rulesBefore.map((rule) => ruleJson(rule, oldFile)) },
      after: { what: after, rules: rules.rulesAfter.map((rule) => ruleJson(rule, newFile)) },
      decided: who?.undecided !== true,
      condition: who && conditionJson(who.condition),
      witness: who?.witness == null ? null : witnessJson(who.witness),
    })),
  });
}
