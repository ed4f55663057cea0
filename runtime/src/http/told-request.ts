/**
 * A request as others than its caller are told of it, approvers and readers of records: whole, but for values that carry labels. Pure.
 */
import type { OperationEntry, ParameterEntry } from '../abi.ts';
import { bodyMasker } from '../bodies/body-masker.ts';
import type { Target } from '../judge-http/read-target.ts';
import type { StoredBody } from './client-response.ts';
import type { BodyForm } from './media-type.ts';
import type { ApiAccess } from './services.ts';
import { writeTarget } from './write-target.ts';

type Access = Pick<ApiAccess, 'matcher' | 'outsiders'>;

/** Path and query, with `stand` of a value in the place of each that may be labelled; of a request that was denied, in that of all, and of names that nobody describes. */
export function toldTarget(
  operation: OperationEntry,
  target: Target,
  access: Access,
  stand: (value: string) => string,
  isDenied = false,
): string {
  const withheld = isDenied ? operation.parameters : labelledParameters(operation, access);
  const labelled = new Set(withheld.map((each) => `${each.in} ${each.name}`));
  const described = new Set(operation.parameters.map((each) => `${each.in} ${each.name}`));
  const written = operation.path.split('/').slice(1);
  return writeTarget({
    ...target,
    segments: target.segments.map((segment, index) => {
      const names = [...(written[index] ?? '').matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
      const isWithheld = names.some((name) => isDenied || labelled.has(`path ${name}`));
      return isWithheld ? stand(segment) : segment;
    }),
    parameters: target.parameters.map(([name, value]) => [
      described.has(`query ${name}`) ? name : stand(name),
      value !== null && (isDenied || labelled.has(`query ${name}`)) ? stand(value) : value,
    ]),
  });
}

/** The described header fields and cookies that go on, but for labelled ones, whose value is `stand` of it. */
export function toldFields(
  operation: OperationEntry,
  headers: ReadonlyMap<string, string>,
  access: Access,
  stand: (value: string) => string,
  isDenied = false,
): readonly (readonly [name: string, value: string])[] {
  const labelled = new Set(labelledParameters(operation, access).map(({ name }) => name));
  return operation.parameters.flatMap((parameter) => {
    if (parameter.in !== 'header' && parameter.in !== 'cookie') return [];
    const value = headers.get(parameter.in === 'header' ? parameter.name.toLowerCase() : 'cookie');
    if (value === undefined) return [];
    // All cookies are one field: whatever is among them is not told.
    const isTold = !isDenied && parameter.in === 'header' && !labelled.has(parameter.name);
    return [[parameter.name, isTold ? value : stand(value)] as const];
  });
}

/** A body that was judged, with masks in the place of what is labelled; null for one that nobody could look for labels in. */
export function toldBody(
  body: Buffer,
  described: { readonly form: BodyForm; readonly shape: number | null },
  { matcher, outsiders }: Access,
): Buffer | null {
  const { form, shape } = described;
  if (shape === null) return mayBeLabelled(matcher, outsiders) ? null : body;
  if (outsiders.plans.of(shape).kind === 'pass') return body;
  const masker = bodyMasker(form, outsiders.plans, shape);
  if (masker === null) return null;
  const pieces = [...masker.push(body), ...masker.end()];
  return masker.fault === null ? Buffer.concat(pieces) : null;
}

/** What may be stored of a body that goes on as it comes: all of it, what is left after masking, or nothing. */
export function toldStream(
  { form, shape }: { readonly form: BodyForm; readonly shape: number },
  { outsiders }: Access,
): StoredBody {
  return outsiders.plans.of(shape).kind === 'pass' ? 'whole' : bodyMasker(form, outsiders.plans, shape);
}

function labelledParameters(
  { parameters }: OperationEntry,
  { matcher, outsiders }: Access,
): readonly ParameterEntry[] {
  return parameters.filter(({ shape }) =>
    shape === null ? mayBeLabelled(matcher, outsiders) : outsiders.view.hides(shape),
  );
}

/** Whether what no schema describes may hold what carries a label. */
function mayBeLabelled(matcher: Access['matcher'], { view }: Access['outsiders']): boolean {
  return matcher.closed || view.partsOf(null).length > 0;
}
