/** `dlpc playground`: a page to try policies on, served from here until interrupted, or written into a folder. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { printable } from '@dlpc/language';
import type { Host } from '../../host/host.ts';
import { checkPolicies } from '../../pipeline.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exportedProject, playgroundProject } from '../playground/playground-project.ts';
import { type Playground, servePlayground } from '../playground/serve-playground.ts';
import { writePlayground } from '../playground/write-playground.ts';
import { printFailures } from '../report.ts';
import type { Terminal } from '../terminal.ts';

export interface PlaygroundOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** The folder to write the page into; null to serve it. */
  readonly output: string | null;
}

/** Serves until `until` settles. The texts are read anew whenever the page is loaded. */
export async function runPlayground(
  host: Host,
  terminal: Terminal,
  paths: readonly string[],
  { port, output }: PlaygroundOptions,
  until: Promise<unknown>,
): Promise<ExitCode> {
  const assets = builtPage();
  if (assets === null)
    return refuse(terminal, 'the page is not here: it comes with the package @dlpc/lsp, built');
  const first = await checkPolicies(host, paths);
  if (first.files.length === 0) {
    printFailures(terminal, first);
    return EXIT.usage;
  }
  if (output !== null) {
    const project = exportedProject(playgroundProject(first, process.cwd()), host.now());
    const refused = await writePlayground(host, assets, project, output);
    if (refused !== null) return refuse(terminal, refused);
    terminal.stdout.write(
      `the playground is in ${printable(output)}, with ${Object.keys(project.files).length} texts\n`,
    );
    return EXIT.ok;
  }
  let playground: Playground;
  try {
    playground = await servePlayground(
      assets,
      async () => playgroundProject(await checkPolicies(host, paths), process.cwd()),
      port,
    );
  } catch (error) {
    return refuse(terminal, whyNotListening(error, port));
  }
  terminal.stdout.write(`${playground.url}\n`);
  terminal.stderr.write('nothing that is changed there is saved; Ctrl-C ends it\n');
  await until;
  await playground.close();
  return EXIT.ok;
}

/** The language server's package has it; the compiler runs without. */
function builtPage(): URL | null {
  try {
    return new URL('.', pathToFileURL(createRequire(import.meta.url).resolve('@dlpc/lsp/playground')));
  } catch {
    return null;
  }
}

function whyNotListening(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return `port ${port} is taken; without --port any that is free is used`;
  return error.message;
}

function refuse({ stderr }: Terminal, sentence: string): ExitCode {
  stderr.write(`dlpc: ${printable(sentence)}\n`);
  return EXIT.usage;
}
