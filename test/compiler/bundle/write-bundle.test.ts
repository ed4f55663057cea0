import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBundle } from '@dlpc/runtime/bundle/load-bundle';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildBundle } from '../../../compiler/src/bundle/build-bundle.ts';
import type { Bundle } from '../../../compiler/src/bundle/bundle.ts';
import { writeBundle } from '../../../compiler/src/bundle/write-bundle.ts';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { nodeHost } from '../../../compiler/src/host/node-host.ts';
import { failingAt } from './bundle-host.ts';

function bundleOf(text: string, path = 'a.dlp'): Bundle {
  return buildBundle({ sources: [], policies: [{ path, text }], compilerVersion: '1' });
}

const first = bundleOf('first');
const second = bundleOf('second', 'b/b.dlp');

function textsOf(files: Iterable<readonly [string, Uint8Array]>, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    [...files].map(([path, bytes]) => [prefix + path, Buffer.from(bytes).toString()]),
  );
}

describe('writeBundle', () => {
  it('writes a bundle where nothing was, and replaces it', async () => {
    const host = memoryHost();
    expect(await writeBundle(host, 'build/policy/', first)).toEqual({ ok: true });
    expect(textsOf(host.files)).toEqual(textsOf(first.files, 'build/policy/'));
    expect(await writeBundle(host, './build/policy', second)).toEqual({ ok: true });
    expect(textsOf(host.files)).toEqual(textsOf(second.files, 'build/policy/'));
  });

  it('takes an empty directory', async () => {
    const host = memoryHost();
    await host.makeDirectory('out');
    expect(await writeBundle(host, 'out', first)).toEqual({ ok: true });
  });

  it.each<[string, string, Record<string, string>]>([
    ['.', 'a bundle needs a directory of its own, which `.` is not', {}],
    ['..', 'a bundle needs a directory of its own, which `..` is not', {}],
    ['/', 'a bundle needs a directory of its own, which `/` is not', {}],
    ['out', '`out` is a file, where the directory of the bundle should be', { out: '' }],
    [
      'out',
      '`out` holds `thesis.txt`, which is no part of a bundle, and would be lost',
      { 'out/manifest.json': '', 'out/thesis.txt': '' },
    ],
    [
      'out',
      '`out` holds files but no `manifest.json`: it is no bundle, and would be lost',
      { 'out/policies/mine.dlp': '' },
    ],
  ])('refuses %s: %s', async (directory, message, files) => {
    const host = memoryHost(files);
    expect(await writeBundle(host, directory, first)).toEqual({ ok: false, message });
    expect(textsOf(host.files)).toEqual(files);
  });

  it('leaves the old bundle or the new one, whatever fails', async () => {
    const whole = [textsOf(first.files, 'out/'), textsOf(second.files, 'out/')];
    let failures = 0;
    for (let count = 1; ; count += 1) {
      const host = memoryHost();
      await writeBundle(host, 'out', first);
      const failed = await writeBundle(failingAt(host, count), 'out', second).then(
        () => false,
        () => true,
      );
      const left = Object.entries(textsOf(host.files)).filter(([path]) => path.startsWith('out/'));
      expect(whole).toContainEqual(Object.fromEntries(left));
      // The next run cleans up what is left over.
      await writeBundle(host, 'out', second);
      expect(textsOf(host.files)).toEqual(whole[1]);
      if (!failed) break;
      failures += 1;
    }
    expect(failures).toBeGreaterThan(8);
  });
});

describe('on a disk', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dlp-bundle-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('a reader sees one bundle or the other, or that it must try again', async () => {
    const target = join(directory, 'policy');
    await writeBundle(nodeHost, target, first);
    let isWriting = true;
    const writing = (async () => {
      for (let round = 0; round < 60; round += 1)
        await writeBundle(nodeHost, target, round % 2 === 0 ? second : first);
      isWriting = false;
    })();
    const seen = new Set<string>();
    while (isWriting) {
      const loaded = await loadBundle(target);
      if (!loaded.ok) continue;
      seen.add(loaded.bundle.revision);
      const expected = loaded.bundle.revision === first.manifest.revision ? ['first'] : ['second'];
      expect([...loaded.bundle.policySources.values()]).toEqual(expected);
    }
    await writing;
    expect(seen.size).toBeGreaterThan(0);
    expect(await readdir(directory)).toEqual(['policy']);
    expect(await readFile(join(target, 'manifest.json'), 'utf8')).toBe(textsOf(first.files)['manifest.json']);
  });
});
