/** A closed API: what nobody described does not pass, even where no label is near. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiWorld, apiWorld, basic, compilePeople } from '../../attacks-http/world/world.ts';

let directory: string;
let world: ApiWorld;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-closed-'));
  const sources = join(directory, 'policies');
  mkdirSync(sources);
  writeFileSync(
    join(sources, 'api.json'),
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'a', version: '1' },
      paths: {
        '/status': {
          get: {
            operationId: 'status',
            responses: {
              200: {
                description: '',
                content: {
                  'application/json': {
                    schema: {
                      type: 'object',
                      properties: { ok: { type: 'boolean' }, who: { type: 'string' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    }),
  );
  writeFileSync(
    join(sources, 'people.dlp'),
    `api people from "api.json" closed
label plain
classify plain people.status.ok
policy all for "owners" in caller.groups {
  on people {
    allow operation status
    reveal plain
  }
}
`,
  );
  world = await apiWorld({ bundle: await compilePeople(directory, sources) });
});
afterAll(async () => {
  await world?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ask = () => fetch(`${world.origin}/status`, { headers: { authorization: basic('owner') } });

it('shows what is classified, masks the rest, and hides what nobody described', async () => {
  world.upstream.answerJson({ ok: true, who: 'ada', more: 'secret' }, { 'x-more': 'secret' });
  const response = await ask();
  expect(response.headers.get('x-more')).toBeNull();
  expect(await response.json()).toEqual({ ok: true, who: '[redacted]' });
  world.upstream.answer((_request, answer) =>
    answer.writeHead(500, { 'content-type': 'text/plain' }).end('secret'),
  );
  const error = await ask();
  expect([error.status, await error.text()]).toEqual([500, expect.not.stringContaining('secret')]);
});
