/** What a worker serves, as it tells the primary. */
import * as v from 'valibot';
import type { ProcessState } from '../admin/process-state.ts';

const text = v.pipe(v.string(), v.maxLength(2048));
const number = v.pipe(v.number(), v.finite());

export const ProcessStateShape: v.GenericSchema<ProcessState> = v.strictObject({
  ...{ worker: number, pid: number, revision: text, signer: v.nullable(text), sequence: number },
  ...{ compiler: text, sessions: number },
  sources: v.array(
    v.strictObject({
      ...{ name: text, catalog: v.nullable(text), serverVersion: v.nullable(text) },
      ...{ ageSeconds: v.nullable(number), obstacle: v.nullable(text) },
    }),
  ),
  listeners: v.array(v.strictObject({ what: text, host: text, port: number })),
});
