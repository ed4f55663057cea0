/** Policies that a question is asked about: they have to compile, since of what does not nothing can be said. */

import type { Program } from '../bind/program.ts';
import { bundlePaths } from '../bundle-paths.ts';
import type { Host } from '../host/host.ts';
import type { IrApi, IrSource } from '../ir/ir.ts';
import { type CompileResult, compilePolicies } from '../pipeline.ts';
import type { ExitCode } from './exit-code.ts';
import { withProgress } from './progress.ts';
import { exitCodeOf, type Format, printReport, summaryLine } from './report.ts';
import type { Terminal } from './terminal.ts';

export interface AnalysedPolicies {
  readonly program: Program;
  readonly sources: readonly IrSource[];
  readonly apis: readonly IrApi[];
  readonly result: CompileResult;
  /** Where a policy file lies, by the path by which rules name it. */
  fileName(path: string): string;
}

export type Analysed =
  | { readonly ok: true; readonly policies: AnalysedPolicies }
  /** What is wrong has been printed. */
  | { readonly ok: false; readonly code: ExitCode };

/** Compiles what `paths` name; where there is an error, prints the report instead. */
export async function analysePolicies(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  format: Format,
): Promise<Analysed> {
  const result = await withProgress(terminal, 'Checking', () => compilePolicies(host, paths));
  const { sources, apis, checked, files } = result;
  if (sources === null) {
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    printReport(terminal, format, { ...result, diagnostics: errors });
    if (format === 'text' && errors.length > 0)
      terminal.stdout.write(
        `\n${summaryLine({ ...result, diagnostics: errors })}nothing can be said of policies with errors\n`,
      );
    return { ok: false, code: exitCodeOf(result) };
  }
  const named = bundlePaths(files.map(({ path }) => path));
  const original = new Map([...named].map(([path, inBundle]) => [inBundle, path]));
  return {
    ok: true,
    policies: {
      program: checked.program,
      sources,
      apis,
      result,
      fileName: (path) => original.get(path) ?? path,
    },
  };
}
