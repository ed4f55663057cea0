/** The documentation of the events is up to date. `npx vitest run test/runtime/log -u` writes it anew. */
import { expect, test } from 'vitest';
import type { EventSpec } from '../../../runtime/src/log/event.ts';
import { EVENTS } from '../../../runtime/src/log/events.ts';

test('the reference of all events', async () => {
  const events: [string, EventSpec][] = Object.entries(EVENTS);
  const sections = events.map(([name, { level, means, fields }]) => {
    const rows = Object.entries(fields).map(
      ([field, spec]) => `- \`${field}\` (${spec.type.replace('?', ', may be absent')}): ${spec.means}`,
    );
    return [
      `## ${name}`,
      `Level \`${level}\`. ${means}`,
      ...(rows.length === 0 ? [] : [rows.join('\n')]),
    ].join('\n\n');
  });
  const page = [
    '# Events in the log of dlp-proxy',
    '<!-- Made from the catalog of events by `npx vitest run test/runtime/log -u`; do not edit. -->',
    'As JSON, each event is one line: `time` (ISO 8601, UTC), `level`, `event`, then the fields named here. Events and fields are added, never renamed. No field holds a password, a key, the text of a statement, a parameter or a value of a row.',
    ...sections,
  ];
  await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot('../../../docs/log-events.md');
});
