import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { embeddedBinaries, type PostgresBinaries, reachableBinaries } from './postgres-binaries.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dlp-binaries-'));
  chmodSync(directory, 0o755);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A program below a directory with `mode`. */
function installed(mode: number): PostgresBinaries {
  const home = join(directory, 'home');
  mkdirSync(join(home, 'native', 'bin'), { recursive: true });
  const postgres = join(home, 'native', 'bin', 'postgres');
  writeFileSync(postgres, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  chmodSync(home, mode);
  return { initdb: join(home, 'native', 'bin', 'initdb'), postgres, major: 18 };
}

it('binaries that the process itself can run stay where they are', () => {
  const binaries = embeddedBinaries();
  expect(reachableBinaries(binaries, null, directory)).toBe(binaries);
});

it.runIf(process.getuid?.() === 0)('binaries that the other user can run stay where they are', () => {
  const binaries = installed(0o755);
  expect(reachableBinaries(binaries, unprivilegedUser(), directory)).toBe(binaries);
});

it.runIf(process.getuid?.() === 0)(
  "binaries below root's own directory are copied to where the other user can run them",
  () => {
    const copy = reachableBinaries(installed(0o700), unprivilegedUser(), directory);
    expect(copy.postgres).toBe(join(directory, 'native', 'bin', 'postgres'));
    expect(reachableBinaries(copy, unprivilegedUser(), directory)).toBe(copy);
  },
);
