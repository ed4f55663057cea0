/**
 * What an API answers at the path of an operation, whatever the method: the thing that requests there ask about, change and compare. What is
 * hidden in it is asked about by each of them, also by one whose own answers hold nothing. Pure.
 */
import type { BodyEntry, OperationEntry } from '../abi.ts';
import { remembered, rememberedOfTwo } from '../judge/remembered.ts';
import { formOf, readMediaType } from './media-type.ts';
import { hidesAnswer } from './plan-answer.ts';
import type { ApiAccess } from './services.ts';

/** Whether anything is hidden from the caller in what any method of the operation's path answers. */
export function hidesResource(operation: OperationEntry, access: ApiAccess): boolean {
  return access.hidesSomething && hidesAny(access, operation);
}

const hidesAny = rememberedOfTwo((access: ApiAccess, operation: OperationEntry) =>
  operationsAt(access, operation).some((each) => hidesAnswer(each, access)),
);

/** The descriptions of what is answered there as JSON where all went well, each once by its shape. */
export const resourceBodies = rememberedOfTwo(
  (access: ApiAccess, operation: OperationEntry): readonly BodyEntry[] => {
    const bodies = operationsAt(access, operation)
      .flatMap(({ responses }) => responses.filter(({ status }) => status.startsWith('2')))
      .flatMap((response) => response.bodies.filter(isJson));
    return [...new Map(bodies.map((body) => [body.shape, body])).values()];
  },
);

/** All operations of the same path, this one among them. */
export function operationsAt(
  { matcher }: Pick<ApiAccess, 'matcher'>,
  { path }: OperationEntry,
): readonly OperationEntry[] {
  return byPath(matcher.operations).get(path) ?? [];
}

const byPath = remembered((operations: readonly OperationEntry[]) =>
  Map.groupBy(operations, ({ path }) => path),
);

function isJson({ mediaType }: BodyEntry): boolean {
  const type = readMediaType(mediaType);
  return type !== null && formOf(type) === 'json';
}
