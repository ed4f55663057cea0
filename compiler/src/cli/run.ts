/** Runs one command line and says how it ended. Ends no process and throws nothing. */
import { printable } from '@dlpc/language';
import { CommanderError } from 'commander';
import { type Host, HostError } from '../host/host.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { buildProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs `dlpc` with `args`, those after the program's name. */
export async function run(args: readonly string[], host: Host, terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = buildProgram(host, terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end in the same way as mistakes; Commander has printed all of them.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof HostError) {
      terminal.stderr.write(`dlpc: ${printable(error.message)}\n`);
      return EXIT.usage;
    }
    // No input may lead here. The stack is what a report of it needs; it holds no text of a policy.
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.stderr.write(`dlpc: this is a bug in dlpc, please report it\n${trace}\n`);
    return EXIT.internal;
  }
}
