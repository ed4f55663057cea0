/**
 * Operations of which no policy can say what they do, whoever asks: one request that holds others, and one that sends back what the proxy itself
 * says to the API. Pure.
 */
import type { HttpMatcher, OperationEntry, ShapeIndex } from '../abi.ts';
import { remembered } from '../judge/remembered.ts';

export type OpaqueOperation =
  /** Several requests in one body (OData 4.01, section 11.7): each would be judged by nobody. */
  | 'batch'
  /** The request as the API has got it, with the proxy's own credential (RFC 9110, section 9.3.8). */
  | 'echo';

/** Null for all others. */
export function opaqueOperation(
  operation: OperationEntry,
  { shapes }: Pick<HttpMatcher, 'shapes'>,
): OpaqueOperation | null {
  if (operation.method === 'TRACE') return 'echo';
  return isBatch(shapes)(operation) ? 'batch' : null;
}

const BATCH = /(?:^|\/)\$batch\/?$/;

const isBatch = remembered((shapes: HttpMatcher['shapes']) =>
  remembered(({ path, request }: OperationEntry) => {
    return (
      BATCH.test(path) ||
      request.some(
        ({ mediaType, shape }) =>
          mediaType === 'application/http' ||
          (mediaType === 'multipart/mixed' && /(?:^|\/)batch\/?$/i.test(path)) ||
          holdsRequests(shapes, shape),
      )
    );
  }),
);

/** `{"requests": [{"method": …, "url": …}]}` (OData JSON Format 4.01, section 19). */
function holdsRequests(shapes: HttpMatcher['shapes'], shape: ShapeIndex | null): boolean {
  const list = shape === null ? undefined : shapes[shape]?.properties.get('requests');
  const item = list === undefined ? null : (shapes[list]?.items ?? null);
  const names = item === null ? undefined : shapes[item]?.properties;
  return names?.has('method') === true && names.has('url');
}
