/** What is not compiled is an error, so that no bundle can come of it. */
import { expect, test } from 'vitest';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { compilePolicies } from '../../../compiler/src/pipeline.ts';
import { CRM, PRELUDE } from '../support/check-policy.ts';

/** Each construct, with the part of it that is underlined. */
const constructs: readonly (readonly [text: string, underlined: string])[] = [
  [
    'policy p for true { on crm { mask pii with hash, lookup by equality } }',
    'mask pii with hash, lookup by equality',
  ],
];

test.each(constructs)('%s', async (text, underlined) => {
  const files = { 'main.dlp': text, 'prelude.dlp': PRELUDE, 'crm.sql': CRM };
  const { diagnostics, sources } = await compilePolicies(memoryHost(files), ['.']);
  const found = diagnostics
    .filter(({ code }) => code === 'DLP1019')
    .map(({ span }) => text.slice(span.start, span.end));
  expect(new Set(found)).toEqual(new Set([underlined]));
  expect(sources).toBeNull();
});
