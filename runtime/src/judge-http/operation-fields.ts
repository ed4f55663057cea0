/** Which labelled fields may stand in what an operation is sent and answers. Pure. */
import type { FieldIndex, HttpMatcher, OperationEntry, ShapeIndex } from '../abi.ts';

export interface OperationFields {
  /** In bodies of requests and in parameters. */
  readonly sent: readonly FieldIndex[];
  /** In bodies and header fields of answers. */
  readonly answered: readonly FieldIndex[];
}

export function operationFields(
  matcher: Pick<HttpMatcher, 'shapes'>,
  { parameters, request, responses }: OperationEntry,
): OperationFields {
  const shapesOf = (all: readonly { readonly shape: ShapeIndex | null }[]) =>
    all.flatMap(({ shape }) => (shape === null ? [] : [shape]));
  return {
    sent: within(matcher, shapesOf([...parameters, ...request])),
    answered: within(matcher, shapesOf(responses.flatMap(({ bodies, headers }) => [...bodies, ...headers]))),
  };
}

function within({ shapes }: Pick<HttpMatcher, 'shapes'>, from: readonly ShapeIndex[]): readonly FieldIndex[] {
  const fields = new Set<FieldIndex>();
  // A set is walked in the order of insertion, also of what is added on the way.
  const reached = new Set(from);
  for (const index of reached) {
    const shape = shapes[index];
    if (shape === undefined || !shape.isProtected) continue;
    for (const field of shape.fields) fields.add(field);
    for (const inner of [...shape.properties.values(), shape.additional, shape.items])
      if (inner !== null) reached.add(inner);
  }
  return [...fields].sort((a, b) => a - b);
}
