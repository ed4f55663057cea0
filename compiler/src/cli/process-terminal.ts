/** The terminal of this process. */
import type { Output, Terminal } from './terminal.ts';

/** Standard output, standard error and environment of this process. */
export function processTerminal(): Terminal {
  return { stdout: outputTo(process.stdout), stderr: outputTo(process.stderr), env: process.env };
}

function outputTo(stream: NodeJS.WriteStream): Output {
  // A reader that has seen enough (`dlpc check | head`) is no error.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    write: (text) => void stream.write(text),
  };
}
