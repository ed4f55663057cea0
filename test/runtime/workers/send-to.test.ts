/** A process that has ended, and that nobody here has heard of yet, takes nothing more, and nobody else with it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sendTo } from '../../../runtime/src/workers/send-to.ts';
import { requires } from '../../support/requires.ts';

const directory = mkdtempSync(join(tmpdir(), 'dlp-send-to-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function started(): Promise<ChildProcess> {
  const program = join(directory, 'echo.mjs');
  writeFileSync(program, "process.on('message', (said) => process.send(said)); process.send('there');");
  const child = fork(program);
  await once(child, 'message');
  return child;
}

it('a message arrives', async () => {
  const child = await started();
  expect(sendTo(child, { kind: 'reload' })).toBe(true);
  expect((await once(child, 'message'))[0]).toEqual({ kind: 'reload' });
  child.kill();
  await once(child, 'exit');
  expect(sendTo(child, { kind: 'reload' })).toBe(false);
});

requires('procfs')('what was sent to one that has just died', () => {
  it('is lost, and is no error', async () => {
    const child = await started();
    const errors: Error[] = [];
    child.on('error', (error) => errors.push(error));
    process.kill(child.pid ?? 0, 'SIGKILL');
    // Without a turn of the event loop, in which the end would be heard of. Its files are open as long as it has another thread.
    const status = () => readFileSync(`/proc/${child.pid}/status`, 'utf8');
    while (!/^State:\tZ/m.test(status()) || readdirSync(`/proc/${child.pid}/task`).length > 1);
    expect(sendTo(child, { kind: 'reload' })).toBe(true);
    await once(child, 'exit');
    expect(errors).toEqual([]);
  });
});
