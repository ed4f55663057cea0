/** `dlpc doc`: writes the page of a policy set. */
import { printable } from '@dlpc/language';
import { renderDoc } from '../../analyses/doc/render-doc.ts';
import type { Host } from '../../host/host.ts';
import { analysePolicies } from '../analysed-policies.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';

export interface DocOptions {
  /** The file that is written. */
  readonly output: string;
}

/** Runs the command. */
export async function runDoc(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  { output }: DocOptions,
): Promise<ExitCode> {
  const analysed = await analysePolicies(host, terminal, paths, 'text');
  if (!analysed.ok) return analysed.code;
  const { program, sources, apis, result } = analysed.policies;
  // Both are in the order of the paths.
  const files = result.policies.flatMap(({ path, text }, index) => {
    const ast = result.files[index]?.ast;
    return ast === undefined ? [] : [{ path, text, ast }];
  });
  await host.writeFile(output, renderDoc({ program, sources, apis, files }));
  terminal.stdout.write(`${printable(output)} written\n`);
  return EXIT.ok;
}
