/** Runs the real programs, as they are built and installed, in processes of their own. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Root of the repository, whether this file runs from `test/support` or from `test/dist/support`. */
export const REPOSITORY = fileURLToPath(
  new URL(import.meta.url.includes('/test/dist/') ? '../../../' : '../../', import.meta.url),
);

/** The entry points that `bin` in the packages' manifests names. */
export const PROGRAMS = {
  dlpc: `${REPOSITORY}compiler/dist/cli/main.js`,
  'dlp-proxy': `${REPOSITORY}runtime/dist/cli/main.js`,
} as const;

export type ProgramName = keyof typeof PROGRAMS;

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Written to standard input; without it, that is empty. */
  readonly input?: string;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `program` to its end. */
export async function run(
  program: ProgramName,
  args: readonly string[],
  { cwd = REPOSITORY, input = '', env = {} }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [PROGRAMS[program], ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    stdio: 'pipe',
    // One that should have ended and serves instead must not hold up the tests for ever.
    timeout: 60_000,
  });
  // A program that ends without reading its input is no mistake of ours.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const status = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, stdout, stderr };
}

/** Runs `program` and gives its standard output; throws what it said where it fails. */
export async function runOrThrow(
  program: ProgramName,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { status, stdout, stderr } = await run(program, args, options);
  if (status !== 0)
    throw new Error(`${program} ${args[0] ?? ''} ended with status ${status}:\n${stdout}${stderr}`);
  return stdout;
}
