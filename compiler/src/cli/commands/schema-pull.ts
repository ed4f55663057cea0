/** `dlpc schema pull`: writes what a live database is made of, for policies to be checked against. */
import { printable } from '@dlpc/language';
import type { Host } from '../../host/host.ts';
import { loadSchema } from '../../schema/load-schema.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { withProgress } from '../progress.ts';
import { pullSnapshot, targetOf } from '../schema-target.ts';
import type { Terminal } from '../terminal.ts';

export interface SchemaPullOptions {
  /** The file to write; standard output without one. */
  readonly output: string | null;
}

/** Runs the command. What is written was read back first, so that what `dlpc check` would complain of is told here. */
export async function runSchemaPull(
  host: Host,
  terminal: Terminal,
  urlOrName: string,
  { output }: SchemaPullOptions,
): Promise<ExitCode> {
  const target = targetOf(terminal, urlOrName);
  if (target === null) return EXIT.usage;
  const snapshot = await pullSnapshot(host, terminal, target);
  const loaded = await withProgress(terminal, 'Reading the snapshot back', () =>
    loadSchema(output ?? 'the snapshot', snapshot),
  );
  for (const { severity, message, offset } of loaded.problems) {
    const line = offset === null ? '' : ` (line ${snapshot.slice(0, offset).split('\n').length})`;
    terminal.stderr.write(`${severity}: ${printable(message)}${line}\n`);
  }
  if (output === null) terminal.stdout.write(snapshot);
  else {
    await host.writeFile(output, snapshot);
    const count = loaded.schema?.relations.size ?? 0;
    terminal.stderr.write(`${count} ${count === 1 ? 'relation' : 'relations'} in ${printable(output)}\n`);
  }
  return loaded.problems.some(({ severity }) => severity === 'error') ? EXIT.problems : EXIT.ok;
}
