/**
 * Things that npm cannot bring. A test that needs one asks here; where it is missing the test is reported as
 * skipped, by name and with the command that would bring it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { DEBIAN_BIN, LIBPQ_18, type OlderMajor, olderBinaries } from './postgres-binaries.ts';

export const CHROMIUM = '/usr/bin/chromium';

/** Debian's, which sees Debian's packages. */
export const PYTHON = '/usr/bin/python3';

/** The driver, and BeanShell, which runs Java's statements without a compiler. */
export const JDBC_JARS = ['/usr/share/java/bsh.jar', '/usr/share/java/postgresql.jar'];

interface Requirement {
  readonly present: () => boolean;
  readonly bring: string;
}

const REQUIREMENTS = {
  bash: { present: () => runs('bash', '--version'), bring: 'apt-get install bash' },
  zsh: { present: () => runs('zsh', '--version'), bring: 'apt-get install zsh' },
  fish: { present: () => runs('fish', '--version'), bring: 'apt-get install fish' },
  psql: { present: () => runs('psql', '--version'), bring: 'apt-get install postgresql-client' },
  chromium: { present: () => existsSync(CHROMIUM), bring: 'apt-get install chromium' },
  nvim: { present: () => runs('nvim', '--version'), bring: 'apt-get install neovim' },
  curl: { present: () => runs('curl', '--version'), bring: 'apt-get install curl' },
  openssl: { present: () => runs('openssl', 'version'), bring: 'apt-get install openssl' },
  kubectl: {
    present: () => runs('kubectl', 'help'),
    bring: 'apt-get install kubernetes-client',
  },
  git: { present: () => runs('git', '--version'), bring: 'apt-get install git' },
  pg_dump: { present: () => runs('pg_dump', '--version'), bring: 'apt-get install postgresql-client' },
  'psycopg 3': { present: () => imports('psycopg'), bring: 'apt-get install python3-psycopg' },
  psycopg2: { present: () => imports('psycopg2'), bring: 'apt-get install python3-psycopg2' },
  JDBC: {
    present: () => runs('java', '-version') && JDBC_JARS.every((jar) => existsSync(jar)),
    bring: 'apt-get install default-jre-headless libpostgresql-jdbc-java bsh',
  },
  pgbench: { present: () => existsSync(join(DEBIAN_BIN, 'pgbench')), bring: 'apt-get install postgresql-15' },
  'libpq 18': { present: () => existsSync(join(LIBPQ_18, 'libpq.so.5')), bring: 'run on Linux' },
  python3: { present: () => runs('python3', '--version'), bring: 'apt-get install python3' },
  procfs: { present: () => existsSync('/proc/self/task'), bring: 'run on Linux' },
  'systemd-analyze': {
    present: () => runs('systemd-analyze', '--version'),
    bring: 'apt-get install systemd',
  },
  'mount namespaces': {
    present: () =>
      process.getuid?.() === 0 &&
      spawnSync('unshare', ['-m', 'mount', '-o', 'bind,remount,ro', '/']).status === 0,
    bring: 'run as root on Linux',
  },
  'postgresql-15': {
    present: () => existsSync(join(DEBIAN_BIN, 'postgres')),
    bring: 'apt-get install postgresql-15',
  },
  'postgresql-13': fromNpm(13),
  'postgresql-14': fromNpm(14),
  'postgresql-16': fromNpm(16),
  'postgresql-17': fromNpm(17),
} satisfies Record<string, Requirement>;

export type RequirementName = keyof typeof REQUIREMENTS;

/** Whether `name` is on this machine. */
export function has(name: RequirementName): boolean {
  return REQUIREMENTS[name].present();
}

/** `describe`, skipped by name where one of `names` is missing: `requires('psql')('psql sees', () => { … })`. */
export function requires(...names: readonly RequirementName[]) {
  const missing = names.filter((name) => !has(name));
  return (title: string, tests: () => void): void => {
    if (missing.length === 0) {
      describe(title, tests);
      return;
    }
    const how = missing.map((name) => `${name} is missing: ${REQUIREMENTS[name].bring}`).join('; ');
    describe.skip(`${title} (${how})`, tests);
  };
}

function fromNpm(major: OlderMajor): Requirement {
  // Without its install script the package is there, and its server finds none of its libraries.
  const present = (): boolean => {
    const binaries = olderBinaries(major);
    return binaries !== null && runs(binaries.postgres, '--version');
  };
  return { present, bring: 'npm ci, on Linux on x64' };
}

function imports(module: string): boolean {
  return spawnSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;
}

function runs(program: string, flag: string): boolean {
  return spawnSync(program, [flag], { stdio: 'ignore' }).status === 0;
}
