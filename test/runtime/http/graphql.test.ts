/** What counts as GraphQL, and what only sounds like it. */
import { expect, test } from 'vitest';
import type { OperationEntry, ParameterEntry, ShapeEntry } from '../../../runtime/src/abi.ts';
import { isGraphql } from '../../../runtime/src/http/graphql.ts';
import { shape } from '../bodies/shapes-fixture.ts';

const holding = (...names: string[]): ShapeEntry =>
  shape({ properties: new Map(names.map((name) => [name, 0])) });

const SHAPES: readonly ShapeEntry[] = [
  shape(),
  holding('query', 'variables'),
  holding('query', 'operationName', 'more'),
  shape({ items: 1 }),
  holding('query', 'limit'),
  holding('variables', 'operationName'),
];

function operation(more: Partial<OperationEntry>): OperationEntry {
  return {
    ...{ method: 'POST', path: '/api', operationId: null, rules: [], alerts: [], parameters: [] },
    ...{ request: [], responses: [] },
    ...more,
  };
}

const inQuery = (...names: string[]): ParameterEntry[] =>
  names.map((name) => ({ name, in: 'query', shape: null }));
const json = (at: number | null) => [{ mediaType: 'application/json', shape: at }];

test.each([
  [{ path: '/graphql' }, true],
  [{ path: '/v1/GraphQL/' }, true],
  [{ path: '/v1/gql' }, true],
  [{ path: '/graphql/status' }, false],
  [{ request: [{ mediaType: 'application/graphql', shape: null }] }, true],
  [{ request: json(1) }, true],
  [{ request: json(2) }, true],
  [{ request: json(3) }, true],
  [{ request: json(4) }, false],
  [{ request: json(5) }, false],
  [{ request: json(null) }, false],
  [{ parameters: inQuery('query', 'variables') }, true],
  [{ parameters: inQuery('query', 'limit') }, false],
])('%j: %j', (more, expected) => {
  const one = operation(more);
  expect([isGraphql(one, { shapes: SHAPES }), isGraphql(one, { shapes: SHAPES })]).toEqual([
    expected,
    expected,
  ]);
});
