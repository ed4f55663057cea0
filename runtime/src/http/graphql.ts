/**
 * Which operations are GraphQL (GraphQL over HTTP, sections 4 and 5): one operation that holds all others, whose texts nobody here can judge. By the path, or
 * by what the document says is sent there. Pure.
 */
import type { HttpMatcher, OperationEntry, ShapeIndex } from '../abi.ts';

const PATH = /(?:^|\/)(?:graphql|gql|graphiql)\/?$/i;

/** What a request has beside its `query`; a search has none of them. */
const BESIDE: readonly string[] = ['variables', 'operationName'];

const known = new WeakMap<OperationEntry, boolean>();

export function isGraphql(operation: OperationEntry, matcher: Pick<HttpMatcher, 'shapes'>): boolean {
  const before = known.get(operation);
  if (before !== undefined) return before;
  const is =
    PATH.test(operation.path) ||
    isRequest(operation.parameters.filter((each) => each.in === 'query').map(({ name }) => name)) ||
    operation.request.some(
      ({ mediaType, shape }) => isGraphqlType(mediaType) || holdsRequest(shape, matcher),
    );
  known.set(operation, is);
  return is;
}

/** `application/graphql` and its kin. */
export function isGraphqlType(mediaType: string): boolean {
  return mediaType.includes('graphql');
}

/** One request, or a list of them. */
function holdsRequest(shape: ShapeIndex | null, { shapes }: Pick<HttpMatcher, 'shapes'>): boolean {
  const entry = shape === null ? undefined : shapes[shape];
  const item = entry?.items == null ? undefined : shapes[entry.items];
  return [entry, item].some((each) => each !== undefined && isRequest([...each.properties.keys()]));
}

function isRequest(names: readonly string[]): boolean {
  return names.includes('query') && BESIDE.some((name) => names.includes(name));
}
