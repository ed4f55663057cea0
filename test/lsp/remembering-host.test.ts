import type { FileStamp, Host } from '@dlpc/compiler';
import { memoryHost } from '@dlpc/compiler';
import { expect, test } from 'vitest';
import { rememberingHost } from '../../lsp/src/remembering-host.ts';

const HOUR = 3_600_000;

/** A disk that counts how often it is read, with stamps as a file system gives them. */
function countedDisk(stamps: Map<string, FileStamp>) {
  let reads = 0;
  const memory = memoryHost({ 'a.dlp': 'label a' });
  const disk: Host = {
    ...memory,
    now: () => 10 * HOUR,
    stampOf: (path) => stamps.get(path) ?? null,
    readText: (path, most) => {
      reads += 1;
      return memory.readText(path, most);
    },
  };
  return { disk, reads: () => reads };
}

test('a file that is what it was is read once', async () => {
  const { disk, reads } = countedDisk(new Map([['a.dlp', { text: '1', changedAt: HOUR }]]));
  const host = rememberingHost(disk);
  const first = await host.readText('a.dlp', 100);
  expect(await host.readText('a.dlp', 100)).toBe(first);
  expect(reads()).toBe(1);
});

test('a file with another stamp is read again', async () => {
  const stamps = new Map([['a.dlp', { text: '1', changedAt: HOUR }]]);
  const { disk } = countedDisk(stamps);
  const host = rememberingHost(disk);
  await host.readText('a.dlp', 100);
  await disk.writeFile('a.dlp', 'label b');
  stamps.set('a.dlp', { text: '2', changedAt: 2 * HOUR });
  expect(await host.readText('a.dlp', 100)).toEqual({ ok: true, text: 'label b' });
});

test.each([
  ['changed within the tick of a clock', { text: '1', changedAt: 10 * HOUR - 500 }],
  ['cannot be told apart', null],
])('a file that %s is read each time', async (_, stamp) => {
  const { disk, reads } = countedDisk(new Map(stamp === null ? [] : [['a.dlp', stamp]]));
  const host = rememberingHost(disk);
  await host.readText('a.dlp', 100);
  await host.readText('a.dlp', 100);
  expect(reads()).toBe(2);
});

test('what cannot be read is asked for again', async () => {
  const stamps = new Map([['b.dlp', { text: '1', changedAt: HOUR }]]);
  const { disk } = countedDisk(stamps);
  const host = rememberingHost(disk);
  expect((await host.readText('b.dlp', 100)).ok).toBe(false);
  await disk.writeFile('b.dlp', 'label b');
  expect(await host.readText('b.dlp', 100)).toEqual({ ok: true, text: 'label b' });
});
