/** Operations of an API: by their `operationId`, or by a method and a path template. */
import { type ApiOperation, type ApiSource, isApi, type Source } from '@dlpc/compiler';
import type { HttpAccess, Node, OperationAccess } from '@dlpc/language';
import type { PolicySymbol } from './policy-symbol.ts';

type Named = readonly [name: Node, symbol: PolicySymbol];

export function operationNames(source: Source | null, { operations }: OperationAccess): readonly Named[] {
  if (source === null || !isApi(source)) return [];
  return operations.flatMap((name): Named[] => {
    const operation = source.api?.operations.find(({ operationId }) => operationId === name.text);
    return operation === undefined ? [] : [[name, symbolOf(source, operation)]];
  });
}

/** A path means the operation of the first method that it has. */
export function requestNames(source: Source | null, { methods, paths }: HttpAccess): readonly Named[] {
  if (source === null || !isApi(source)) return [];
  return paths.flatMap((path): Named[] => {
    const onPath = source.api?.operations.filter(({ template }) => template.text === path.value) ?? [];
    for (const { text } of methods) {
      const operation = onPath.find(({ method }) => method === text);
      if (operation !== undefined) return [[path, symbolOf(source, operation)]];
    }
    return [];
  });
}

function symbolOf(source: ApiSource, operation: ApiOperation): PolicySymbol {
  return { kind: 'operation', source, operation };
}
