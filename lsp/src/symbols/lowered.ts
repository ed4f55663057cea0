/** The intermediate form of a project, made when somebody first asks what it decides. */
import {
  askWho,
  type CheckResult,
  type IrSource,
  lowerPolicies,
  type SourceAnswer,
  type WhoTarget,
} from '@dlpc/compiler';

const lowered = new WeakMap<CheckResult, readonly IrSource[] | null>();
const answers = new WeakMap<CheckResult, Map<string, readonly SourceAnswer[]>>();

/** Who sees `target`; null where the policies have errors, so that nothing is decided. */
export function whoSees(result: CheckResult, target: WhoTarget): readonly SourceAnswer[] | null {
  const sources = loweredSources(result);
  if (sources === null) return null;
  const known = answers.get(result) ?? new Map<string, readonly SourceAnswer[]>();
  answers.set(result, known);
  const key = keyOf(target);
  const answer = known.get(key) ?? askWho(result.checked.program, sources, target);
  known.set(key, answer);
  return answer;
}

function loweredSources(result: CheckResult): readonly IrSource[] | null {
  const known = lowered.get(result);
  if (known !== undefined) return known;
  const { sources } = lowerPolicies(result);
  lowered.set(result, sources);
  return sources;
}

function keyOf(target: WhoTarget): string {
  if (target.kind === 'label') return JSON.stringify(target.label);
  const { source, relation } = target;
  const column = target.kind === 'column' ? [target.column] : [];
  return JSON.stringify([source.name, relation.schema, relation.name, ...column]);
}
