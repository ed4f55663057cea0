/** `dlpc compile`: checks, and writes the bundle that the proxy loads. */
import { printable } from '@dlpc/language';
import type { Host } from '../../host/host.ts';
import { type CompileResult, compilePolicies } from '../../pipeline.ts';
import { compilerVersion } from '../compiler-version.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { withProgress } from '../progress.ts';
import { exitCodeOf, type Format, printReport, summaryLine } from '../report.ts';
import { sourceTable } from '../source-table.ts';
import type { Terminal } from '../terminal.ts';

export interface CompileOptions {
  readonly format: Format;
  /** The directory of the bundle. */
  readonly output: string;
}

/** Runs the command. Where there is any error, nothing is written, and a bundle that was there stays. */
export async function runCompile(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  { format, output }: CompileOptions,
): Promise<ExitCode> {
  const result = await withProgress(terminal, 'Checking', () => compilePolicies(host, paths));
  printReport(terminal, format, result);
  if (format === 'text' && result.diagnostics.length > 0) terminal.stdout.write(`\n${summaryLine(result)}`);
  const { sources } = result;
  if (sources === null) {
    if (format === 'text') terminal.stdout.write('nothing was compiled\n');
    return exitCodeOf(result);
  }
  if (sources.length === 0) {
    terminal.stderr.write('dlpc: the policies declare no database, so there is nothing to compile\n');
    return EXIT.problems;
  }
  const written = await withProgress(terminal, 'Compiling', () =>
    writeSources(host, output, sources, result),
  );
  if (!written.ok) {
    terminal.stderr.write(`dlpc: ${printable(written.message)}\n`);
    return EXIT.usage;
  }
  if (format === 'text') {
    terminal.stdout.write(sourceTable(sources));
    terminal.stdout.write(`\nbundle ${written.revision.slice(0, 12)} in ${printable(output)}\n`);
  }
  return EXIT.ok;
}

async function writeSources(
  host: Host,
  output: string,
  sources: NonNullable<CompileResult['sources']>,
  { policies }: CompileResult,
): Promise<
  { readonly ok: true; readonly revision: string } | { readonly ok: false; readonly message: string }
> {
  // Emitting takes ts-morph, which costs half a second to load: no other command should.
  const [{ buildBundle }, { writeBundle }] = await Promise.all([
    import('../../bundle/build-bundle.ts'),
    import('../../bundle/write-bundle.ts'),
  ]);
  const bundle = buildBundle({ sources, policies, compilerVersion: compilerVersion() });
  const written = await writeBundle(host, output, bundle);
  return written.ok ? { ok: true, revision: bundle.manifest.revision } : written;
}
