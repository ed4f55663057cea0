/** The operations of two versions of an API that have requests in common, also where a request is now of another one. */
import type { OperationEntry, RouteEntry } from '@dlpc/runtime/abi';
import type { IrApi } from '../../ir/ir.ts';
import { pathsThatTell, routeKey, routeOf } from '../api/route-match.ts';
import type { Paired } from './entries.ts';

export interface PairedOperation {
  /** Null where nothing covers the requests, so that they are denied. */
  readonly operations: Paired<OperationEntry>;
  /** `GET /v1/customers/{id}`, and what its requests were of before where that is something else. */
  readonly name: string;
}

/** Each pair once, in the order of the routes. */
export function pairedOperations(before: IrApi, after: IrApi): readonly PairedOperation[] {
  const groupOf = ({ method, segments }: RouteEntry) => `${method} ${segments.length}`;
  const [old, now] = [before, after].map(({ routes }) => Map.groupBy(routes, groupOf));
  const pairs = new Map<string, PairedOperation>();
  for (const key of new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])) {
    const [was, is] = [old?.get(key) ?? [], now?.get(key) ?? []];
    const method = (is[0] ?? was[0])?.method ?? '';
    for (const path of pathsThatTell(was, is)) {
      const [one, other] = [routeOf(was, method, path), routeOf(is, method, path)];
      const operations = [operationAt(before, one), operationAt(after, other)] as const;
      const name = nameOf([one, other], operations);
      if (name !== null)
        pairs.set(JSON.stringify([one && routeKey(one), other && routeKey(other)]), { operations, name });
    }
  }
  return [...pairs.values()];
}

/** `GET /v1/customers/{id}` */
export function operationName({ method, path }: OperationEntry): string {
  return `${method} ${path}`;
}

function operationAt({ operations }: IrApi, route: RouteEntry | null): OperationEntry | null {
  return route?.operation == null ? null : (operations[route.operation] ?? null);
}

/** Null where nothing covers the requests on either side. */
function nameOf(routes: Paired<RouteEntry>, [before, after]: Paired<OperationEntry>): string | null {
  const now = after ?? before;
  if (now === null) return null;
  const [was, is] = routes.map((route) => route && routeKey(route));
  if (was === is || was === null || is === null) return operationName(now);
  const [other, when] = after === null ? [is, 'now'] : [was, 'before'];
  const one = after === null ? null : before;
  return `${operationName(now)} (${when}: ${one === null ? `${other}, which is not in the document` : operationName(one)})`;
}
