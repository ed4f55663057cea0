/** The example with a database and an API compiles without a warning. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { nodeHost } from '../../../compiler/src/host/node-host.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';

test('examples/nightly compiles into a database and an API', async () => {
  const directory = fileURLToPath(new URL('../../../examples/nightly', import.meta.url));
  const { sources, apis, diagnostics } = await compilePolicies(nodeHost, [directory]);
  expect(diagnostics).toEqual([]);
  expect(sources?.map(({ source }) => source)).toEqual(['crm']);
  expect(apis.map(({ source }) => source)).toEqual(['billing']);
});
