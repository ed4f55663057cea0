/** Which parts of given source files ran, as the engine itself counts: precise coverage of blocks. Knows nothing of inputs. */
import { type Profiler, Session } from 'node:inspector';

export interface Coverage {
  /** What ran since the last call, one text for each block and the order of magnitude of how often. */
  take(): readonly string[];
  stop(): void;
}

/** Counts in scripts whose address ends as one of `files` does. */
export function startCoverage(files: readonly string[]): Coverage {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    take: () => {
      let scripts: readonly Profiler.ScriptCoverage[] = [];
      // In the same process, the answer comes before the call returns.
      session.post('Profiler.takePreciseCoverage', (error, taken) => {
        if (error !== null) throw error;
        scripts = taken.result;
      });
      return scripts
        .filter(({ url }) => files.some((file) => url.split('?')[0]?.endsWith(file)))
        .flatMap(({ url, functions }) =>
          functions.flatMap(({ ranges }) =>
            ranges
              .filter(({ count }) => count > 0)
              .map(({ startOffset, endOffset, count }) => {
                return `${url} ${startOffset} ${endOffset} ${Math.min(6, Math.ceil(Math.log2(count)))}`;
              }),
          ),
        );
    },
    stop: () => {
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
