/** The example's API for tests of rules that look at APIs. */
import { readFile } from 'node:fs/promises';

const BILLING = await readFile(
  new URL('../../../../examples/nightly/schema/billing.openapi.yaml', import.meta.url),
  'utf8',
);

/** How a policy about the example's API is checked; `closed` or nothing behind its name. */
export function apiOptions(closed = '') {
  return {
    prelude: `api billing from "billing.openapi.yaml" ${closed}\nlabel pii { contact  national_id }\nlabel key\n`,
    files: { 'billing.openapi.yaml': BILLING },
  };
}
