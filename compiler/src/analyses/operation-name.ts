/** How an operation is called in what people read. */
import type { OperationEntry } from '@dlpc/runtime/abi';

/** `GET /v1/customers/{id}` */
export function operationName({ method, path }: Pick<OperationEntry, 'method' | 'path'>): string {
  return `${method} ${path}`;
}
