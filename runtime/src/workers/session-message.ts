/** A session as a worker tells the primary of it. */
import * as v from 'valibot';
import type { LiveSession } from '../admin/live-session.ts';

const text = v.pipe(v.string(), v.maxLength(2048));

export const LiveSessionShape: v.GenericSchema<LiveSession> = v.strictObject({
  ...{ id: text, source: text, user: text, subject: text },
  kind: v.picklist(['human', 'service']),
  groups: v.array(text),
  actor: v.nullable(text),
  task: v.strictObject({ id: text, name: text, parent: text }),
  ...{ application: text, address: text, startedAt: v.number(), endsAt: v.number() },
});
