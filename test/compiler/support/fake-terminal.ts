/** A terminal that keeps what is written to it. */
import type { Terminal } from '../../../compiler/src/cli/terminal.ts';

export interface FakeTerminal extends Terminal {
  readonly out: () => string;
  readonly err: () => string;
}

/** Creates a terminal; with `isTTY`, one that a person seems to sit at. */
export function fakeTerminal(isTTY = false, env: Terminal['env'] = {}): FakeTerminal {
  const written = { out: '', err: '' };
  const output = (stream: 'out' | 'err') => ({
    isTTY,
    columns: isTTY ? 80 : undefined,
    write(text: string) {
      written[stream] += text;
    },
  });
  return {
    stdout: output('out'),
    stderr: output('err'),
    env,
    out: () => written.out,
    err: () => written.err,
  };
}
