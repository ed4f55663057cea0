/** Both hosts keep the same promises: one list of tests, run on each. */
import { chmod, mkdir, mkdtemp, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Host, HostError } from '../../../compiler/src/host/host.ts';
import { memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { nodeHost } from '../../../compiler/src/host/node-host.ts';

const limit = 1024;
let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dlpc-host-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const hosts: [string, () => Promise<Host>][] = [
  ['node host', async () => nodeHost],
  [
    'memory host',
    async () => {
      const host = memoryHost();
      await host.makeDirectory(root);
      return host;
    },
  ],
];

describe.each(hosts)('%s', (_, create) => {
  test('reads back what it wrote', async () => {
    const host = await create();
    await host.writeFile(`${root}/a.txt`, 'grüße');
    expect(await host.readText(`${root}/a.txt`, limit)).toEqual({ ok: true, text: 'grüße' });
    await host.writeFile(`${root}/a.txt`, new TextEncoder().encode('x'));
    expect(await host.readText(`${root}/a.txt`, limit)).toEqual({ ok: true, text: 'x' });
  });

  test('reads a file of exactly the bound and none beyond', async () => {
    const host = await create();
    await host.writeFile(`${root}/a.txt`, 'x'.repeat(limit));
    expect(await host.readText(`${root}/a.txt`, limit)).toMatchObject({ ok: true });
    await host.writeFile(`${root}/a.txt`, 'x'.repeat(limit + 1));
    expect(await host.readText(`${root}/a.txt`, limit)).toMatchObject({
      ok: false,
      failure: { kind: 'too-large' },
    });
  });

  test('says why a file gives no text', async () => {
    const host = await create();
    await host.writeFile(`${root}/latin1`, new Uint8Array([0x67, 0xfc]));
    expect(await host.readText(`${root}/latin1`, limit)).toMatchObject({ failure: { kind: 'not-text' } });
    expect(await host.readText(`${root}/none`, limit)).toMatchObject({ failure: { kind: 'missing' } });
    expect(await host.readText(root, limit)).toMatchObject({ failure: { kind: 'directory' } });
  });

  test('drops a byte order mark', async () => {
    const host = await create();
    await host.writeFile(`${root}/bom`, new Uint8Array([0xef, 0xbb, 0xbf, 0x61]));
    expect(await host.readText(`${root}/bom`, limit)).toEqual({ ok: true, text: 'a' });
  });

  test('lists by name and tells kinds apart', async () => {
    const host = await create();
    await host.makeDirectory(`${root}/b/deep`);
    await host.writeFile(`${root}/c`, '');
    await host.writeFile(`${root}/a`, '');
    expect(await host.list(root)).toEqual([
      { name: 'a', kind: 'file' },
      { name: 'b', kind: 'directory' },
      { name: 'c', kind: 'file' },
    ]);
    expect(await host.kindOf(`${root}/b`)).toBe('directory');
    expect(await host.kindOf(`${root}/a`)).toBe('file');
    expect(await host.kindOf(`${root}/z`)).toBe('none');
    await expect(host.list(`${root}/z`)).rejects.toThrow(HostError);
  });

  test('lists all that there is, up to a bound', async () => {
    const host = await create();
    await host.makeDirectory(`${root}/b`);
    for (const name of ['a', 'c', 'd']) await host.writeFile(`${root}/${name}`, '');
    const names = (await host.listExactly(root, 10)).map(({ name, kind }) => `${name} ${kind}`);
    expect(names.toSorted()).toEqual(['a file', 'b directory', 'c file', 'd file']);
    expect(await host.listExactly(root, 2)).toHaveLength(3);
    await expect(host.listExactly(`${root}/none`, 10)).rejects.toThrow(HostError);
  });

  test('reads bytes as they are', async () => {
    const host = await create();
    await host.writeFile(`${root}/a`, new Uint8Array([0xef, 0xbb, 0xbf, 0xff]));
    const read = await host.readExactly(`${root}/a`, 4);
    expect(read.ok && [...read.bytes]).toEqual([0xef, 0xbb, 0xbf, 0xff]);
    expect(await host.readExactly(`${root}/a`, 3)).toMatchObject({ failure: { kind: 'too-large' } });
    expect(await host.readExactly(`${root}/none`, 3)).toMatchObject({ failure: { kind: 'missing' } });
    expect(await host.readExactly(root, 3)).toMatchObject({ failure: { kind: 'directory' } });
  });

  test('creates a file that is not there, and touches none that is', async () => {
    const host = await create();
    expect(await host.createFile(`${root}/a`, 'first', 'secret')).toBe(true);
    expect(await host.createFile(`${root}/a`, 'second', 'secret')).toBe(false);
    expect(await host.readSecret(`${root}/a`, limit)).toEqual({ ok: true, text: 'first' });
    await expect(host.createFile(`${root}/none/a`, '', 'public')).rejects.toThrow(HostError);
  });

  test('renames a directory with all it holds, and not over one that holds anything', async () => {
    const host = await create();
    await host.makeDirectory(`${root}/from/sub`);
    await host.writeFile(`${root}/from/sub/x`, 'x');
    await host.rename(`${root}/from`, `${root}/to`);
    expect(await host.readText(`${root}/to/sub/x`, limit)).toEqual({ ok: true, text: 'x' });
    expect(await host.kindOf(`${root}/from`)).toBe('none');
    await host.makeDirectory(`${root}/other`);
    await expect(host.rename(`${root}/other`, `${root}/to`)).rejects.toThrow(HostError);
  });

  test('removes what is there, and is content where nothing is', async () => {
    const host = await create();
    await host.makeDirectory(`${root}/d`);
    await host.writeFile(`${root}/d/x`, '');
    await host.remove(`${root}/d`);
    await host.remove(`${root}/d`);
    expect(await host.kindOf(`${root}/d`)).toBe('none');
  });

  test('makes no directory below a file', async () => {
    const host = await create();
    await host.writeFile(`${root}/file`, 'x');
    await expect(host.makeDirectory(`${root}/file/below/it`)).rejects.toThrow(HostError);
    expect(await host.kindOf(`${root}/file`)).toBe('file');
  });

  test('writes nothing where there is no directory', async () => {
    const host = await create();
    await expect(host.writeFile(`${root}/none/x`, '')).rejects.toThrow(HostError);
  });
});

describe('node host only', () => {
  test.skipIf(process.platform !== 'linux')(
    'makes no directory where the system has none, and says so',
    async () => {
      await expect(nodeHost.makeDirectory('/proc/none/below')).rejects.toThrow(HostError);
    },
  );

  test('a rewritten file keeps its mode, and no temporary file stays behind', async () => {
    const path = join(root, 'a');
    await writeFile(path, 'old');
    await chmod(path, 0o640);
    await nodeHost.writeFile(path, 'new');
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect((await nodeHost.list(root)).map((e) => e.name)).toEqual(['a']);
  });

  test('a write through a link changes the file behind it', async () => {
    await writeFile(join(root, 'real'), 'old');
    await symlink('real', join(root, 'link'));
    await nodeHost.writeFile(join(root, 'link'), 'new');
    expect(await readlink(join(root, 'link'))).toBe('real');
    expect(await nodeHost.readText(join(root, 'real'), limit)).toEqual({ ok: true, text: 'new' });
  });

  test.skipIf(process.platform === 'win32')('reads no secret that others could have read', async () => {
    await nodeHost.createFile(join(root, 'a'), 'x', 'secret');
    expect((await stat(join(root, 'a'))).mode & 0o777).toBe(0o600);
    // Somebody with the rights of another user is not only a reader.
    for (const mode of [0o604, 0o602, 0o620]) {
      await chmod(join(root, 'a'), mode);
      expect(await nodeHost.readSecret(join(root, 'a'), limit)).toMatchObject({
        failure: { kind: 'exposed' },
      });
    }
  });

  test('creates nothing through a link, and reads nothing exactly through one', async () => {
    await writeFile(join(root, 'real'), 'x');
    await symlink('real', join(root, 'link'));
    await symlink('gone', join(root, 'dangling'));
    expect(await nodeHost.createFile(join(root, 'dangling'), 'y', 'public')).toBe(false);
    expect(await nodeHost.kindOf(join(root, 'gone'))).toBe('none');
    for (const name of ['link', 'dangling'])
      expect(await nodeHost.readExactly(join(root, name), limit)).toMatchObject({
        failure: { kind: 'not-plain' },
      });
    const links = (await nodeHost.listExactly(root, 10)).filter(({ kind }) => kind === 'other');
    expect(links.map(({ name }) => name).toSorted()).toEqual(['dangling', 'link']);
  });

  test('links to directories and in circles are left out of a list', async () => {
    await mkdir(join(root, 'dir'));
    await symlink('dir', join(root, 'to-dir'));
    await symlink('circle', join(root, 'circle'));
    await writeFile(join(root, 'file'), '');
    await symlink('file', join(root, 'to-file'));
    expect((await nodeHost.list(root)).map((e) => e.name)).toEqual(['dir', 'file', 'to-file']);
  });
});
