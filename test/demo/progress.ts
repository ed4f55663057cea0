/** Shows that preparing goes on: a spinner on a terminal, a line for each finished step elsewhere. */
import { performance } from 'node:perf_hooks';
import { cells, fit, type Terminal } from './terminal.ts';

export interface Progress {
  /** Does `work` under the name `label`; `describe` says what came of it, in a few words. */
  step<T>(label: string, work: () => Promise<T>, describe?: (result: T) => string): Promise<T>;
}

const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];

/** Erases the line that the cursor is on. */
const ERASE = '\r\u001B[2K';

/** After `signal` no step begins any more. */
export function progress(terminal: Terminal, signal: AbortSignal): Progress {
  const { style } = terminal;
  return {
    step: async (label, work, describe = () => '') => {
      signal.throwIfAborted();
      const started = performance.now();
      const spinning = terminal.interactive ? spin(terminal, label) : null;
      let mark = style.bad('✗');
      let outcome = '';
      try {
        const result = await work();
        mark = style.good('✓');
        outcome = describe(result);
        return result;
      } finally {
        if (spinning !== null) {
          clearInterval(spinning);
          terminal.write(ERASE);
        }
        const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
        terminal.write(`  ${mark} ${label}  ${style.dim([seconds, outcome].filter(Boolean).join(' · '))}\n`);
      }
    },
  };
}

function spin(terminal: Terminal, label: string): NodeJS.Timeout {
  let frame = 0;
  const draw = (): void => {
    // On one line: what wraps onto a second one cannot be erased.
    const text = cells(label) > terminal.width - 8 ? fit(label, terminal.width - 8) : `${label} …`;
    terminal.write(`${ERASE}  ${terminal.style.accent(FRAMES[frame % FRAMES.length] ?? '')} ${text}`);
    frame += 1;
  };
  draw();
  return setInterval(draw, 80);
}
