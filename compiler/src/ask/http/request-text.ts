/** A request as people write it: `GET /v1/customers/42`. */

/** No statement of SQL begins like this. */
const REQUEST = /^\s*([A-Za-z]+)\s+(\/.*)$/s;

/** The method and the target; null where the text is no request. */
export function parseRequest(text: string): { readonly method: string; readonly target: string } | null {
  const [, method, target] = REQUEST.exec(text) ?? [];
  return method === undefined || target === undefined ? null : { method, target: target.trimEnd() };
}

export function requestText(method: string, target: string): string {
  return `${method} ${target}`;
}
