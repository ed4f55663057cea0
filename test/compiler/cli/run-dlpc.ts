/** Runs `dlpc` in this process on files in memory. */

import { run } from '../../../compiler/src/cli/run.ts';
import { type MemoryHost, memoryHost } from '../../../compiler/src/host/memory-host.ts';
import { fakeTerminal } from '../support/fake-terminal.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly host: MemoryHost;
}

/** Runs one command line. */
export async function runDlpc(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
  { isTTY = false, env = {} }: { readonly isTTY?: boolean; readonly env?: Record<string, string> } = {},
): Promise<Ran> {
  const host = memoryHost(files);
  const terminal = fakeTerminal(isTTY, env);
  const code = await run(args, host, terminal);
  return { code, out: terminal.out(), err: terminal.err(), host };
}

/** The text of a file of a host. */
export function textOf(host: MemoryHost, path: string): string | null {
  const bytes = host.files.get(path);
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
}
