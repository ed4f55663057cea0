/**
 * Whether a value that goes along in the head of a request is one that its caller sees masked wherever it stands in a text: an answer
 * would tell whether there is such a value. Pure.
 */
import type { OperationEntry, ParameterEntry } from '../abi.ts';
import type { ValuePlans } from '../bodies/json/value-plan.ts';
import type { Target } from '../judge-http/read-target.ts';

/** The name of the first such parameter; null where there is none. `plans`: of the caller. */
export function foundParameter(
  operation: OperationEntry,
  { segments, parameters }: Target,
  headers: ReadonlyMap<string, string>,
  plans: ValuePlans,
): string | null {
  const written = operation.path.split('/').slice(1);
  const valuesOf = (parameter: ParameterEntry): readonly string[] => {
    switch (parameter.in) {
      case 'path':
        // A parameter may be a part of a segment, and the last one may stand for several.
        return segments.filter((_, index) =>
          (written[Math.min(index, written.length - 1)] ?? '').includes(`{${parameter.name}}`),
        );
      case 'query':
        return parameters.flatMap(([name, value]) => (name === parameter.name ? [value ?? ''] : []));
      case 'header':
        return [headers.get(parameter.name.toLowerCase()) ?? ''];
      case 'cookie':
        return [headers.get('cookie') ?? ''];
    }
  };
  const found = operation.parameters.find((parameter) => {
    const search = plans.searchOf(parameter.shape);
    return search !== null && valuesOf(parameter).some((value) => search.holds(value));
  });
  return found?.name ?? null;
}
