/** `dlpc fmt`: writes policy files in the one way there is. */
import { formatText, printable, SourceText } from '@dlpc/language';
import type { Host } from '../../host/host.ts';
import { findProject, policyPaths } from '../../project/find-project.ts';
import { readPolicyFiles } from '../../read-policy-files.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { countFiles, printFailures, printReport } from '../report.ts';
import type { Terminal } from '../terminal.ts';

export interface FmtOptions {
  /** Only say what would change. */
  readonly check: boolean;
}

/** Runs the command. A file with syntax errors is reported and left as it is. */
export async function runFmt(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  { check }: FmtOptions,
): Promise<ExitCode> {
  const named = await policyPaths(host, paths, await findProject(host, paths));
  const { files, failures } = await readPolicyFiles(host, named, { acrossProjects: true });
  printFailures(terminal, { failures });
  let [broken, changed] = [0, 0];
  for (const { path, text } of files) {
    const { text: formatted, diagnostics } = formatText(text, path);
    if (diagnostics.length > 0) {
      const texts = new Map([[path, new SourceText(path, text)]]);
      printReport(terminal, 'text', { diagnostics, failures: [], texts, files: [] });
      broken += 1;
      continue;
    }
    if (formatted === text) continue;
    changed += 1;
    if (!check) await host.writeFile(path, formatted);
    terminal.stdout.write(`${check ? 'not formatted' : 'formatted'}: ${printable(path)}\n`);
  }
  if (failures.length > 0) return EXIT.usage;
  const outcome = changed === 0 ? 'all formatted' : `${changed} ${check ? 'not formatted' : 'formatted'}`;
  if (broken === 0) terminal.stdout.write(`${countFiles(files.length)}: ${outcome}\n`);
  return broken > 0 || (check && changed > 0) ? EXIT.problems : EXIT.ok;
}
