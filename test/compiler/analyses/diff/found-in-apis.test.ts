/** What detectors find in texts of an API, compared: who sees more of it, and where less is looked for. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compareApis } from '../../../../compiler/src/analyses/diff/compare-policies.ts';
import { memoryHost } from '../../../../compiler/src/host/memory-host.ts';
import type { IrApi } from '../../../../compiler/src/ir/ir.ts';
import { compilePolicies } from '../../../../compiler/src/pipeline.ts';

const document = await readFile(
  new URL('../../../../docs/diagnostics/schema/billing.openapi.yaml', import.meta.url),
  'utf8',
);

async function api(policies: string, expression = '\\b\\d{13,19}\\b'): Promise<IrApi> {
  const text = `api billing from "billing.openapi.yaml"
label pan
label plain
classify plain billing.Customer.email
detector card = /${expression}/
${policies}`;
  const host = memoryHost({ 'policy.dlp': text, 'billing.openapi.yaml': document });
  const { apis, diagnostics } = await compilePolicies(host, ['policy.dlp']);
  const [found] = apis;
  if (found === undefined) throw new Error(JSON.stringify(diagnostics));
  return found;
}

const policy = (statement: string) => `
policy all for true { on billing { allow GET "/v1/customers/{id}"  reveal plain  ${statement} } }`;
const LOOKS = 'classify pan values matching card';

async function changes(before: IrApi, after: IrApi): Promise<readonly string[]> {
  return compareApis(before, after)
    .filter(({ kind }) => kind === 'field')
    .map(({ direction, verb, subjects }) => `${direction}: ${verb} ${subjects.join(', ')}`);
}

test('what is masked and then revealed is widened, and the other way round narrowed', async () => {
  const [masked, revealed] = [
    await api(LOOKS + policy('mask pan with keep_last(4)')),
    await api(LOOKS + policy('reveal pan')),
  ];
  expect(await changes(masked, revealed)).toEqual(['widened: reveals values matching card']);
  expect(await changes(revealed, masked)).toEqual(['narrowed: shows less of values matching card']);
  expect(await changes(masked, masked)).toEqual([]);
});

test('what is looked for no more, or otherwise, is told', async () => {
  const looks = await api(LOOKS + policy('mask pan with keep_last(4)'));
  const other = await api(LOOKS + policy('mask pan with keep_last(4)'), '\\b\\d{16}\\b');
  expect(await changes(looks, other)).toEqual([
    'unordered: looks for something else in values matching card',
  ]);
  const none = await changes(looks, await api(`classify pan billing.Customer.id${policy('')}`));
  expect(none).toContain('widened: reveals values matching card');
  expect(none.some((change) => change.startsWith('unordered: looks for less in'))).toBe(true);
});
