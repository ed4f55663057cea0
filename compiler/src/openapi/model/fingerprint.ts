/** Names an API by what a bundle depends on: its operations, and the shapes of what they take and give. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@dlpc/runtime/abi';
import type { ApiModel, ApiOperation, Part, Shape } from './api-model.ts';
import { fieldType } from './field-type.ts';

/** SHA-256 over the canonical form. What only people read (descriptions, examples) and the order of paths do not count. */
export function apiFingerprint({ operations, objects }: Omit<ApiModel, 'fingerprint'>): string {
  const numbers = new ShapeNumbers();
  const byRequest = operations.map((operation) => [requestOf(operation), operation] as const);
  const canonical = {
    operations: inOrder(byRequest, (operation) => canonicalOperation(operation, numbers)),
    objects: inOrder(objects, ({ kind, starts }) => ({
      kind,
      starts: starts.filter(({ isDescribed }) => isDescribed).map((start) => numbers.of(start)),
    })),
    shapes: numbers.shapes(),
  };
  return createHash('sha256').update(canonicalJson(canonical)).digest('hex');
}

/** What `make` makes of each value, asked in the order of the names, so that numbers are given in the same order too. */
function inOrder<T>(values: Iterable<readonly [string, T]>, make: (value: T) => unknown) {
  const sorted = [...values].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(sorted.map(([name, value]) => [name, make(value)]));
}

function requestOf({ method, template }: ApiOperation): string {
  return `${method} ${template.text}`;
}

/** Numbers of shapes in the order in which they are met: their ids depend on what the document says elsewhere. */
class ShapeNumbers {
  readonly #numbers = new Map<Shape, number>();

  of(shape: Shape | null): number | null {
    if (shape === null) return null;
    const number = this.#numbers.get(shape) ?? this.#numbers.size;
    this.#numbers.set(shape, number);
    return number;
  }

  /** All that were met, and all that are met on the way. */
  shapes(): readonly unknown[] {
    const written: unknown[] = [];
    // A map is walked in the order of insertion, also of what is added on the way.
    for (const shape of this.#numbers.keys()) {
      const { text, base, enumValues } = fieldType(shape);
      written.push({
        type: { text, base, enumValues },
        types: [...shape.types].sort(),
        properties: inOrder(shape.properties, (part) => this.#part(part)),
        additional: this.#part(shape.additional),
        items: this.#part(shape.items),
      });
    }
    return written;
  }

  #part(part: Part | null): number | null {
    return part === null ? null : this.of(part.shape);
  }
}

function canonicalOperation(operation: ApiOperation, numbers: ShapeNumbers) {
  const { operationId, parameters, request, responses } = operation;
  const partOf = ({ part: { shape } }: { readonly part: Part }) =>
    numbers.of(shape.isDescribed ? shape : null);
  const bodies = (list: ApiOperation['request']) =>
    inOrder(
      list.map((body) => [body.mediaType, body] as const),
      partOf,
    );
  return {
    operationId,
    parameters: inOrder(
      parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter] as const),
      partOf,
    ),
    request: bodies(request),
    responses: inOrder(
      responses.map((response) => [response.status, response] as const),
      (response) => ({
        bodies: bodies(response.bodies),
        headers: inOrder(
          response.headers.map((header) => [header.name, header] as const),
          partOf,
        ),
      }),
    ),
  };
}
