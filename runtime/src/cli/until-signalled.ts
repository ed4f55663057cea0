/** Connects the signals that end the process to a proxy. */
import type { RunningProxy } from '../proxy/running-proxy.ts';

/** Resolves when the proxy has stopped, which SIGTERM or SIGINT tell it to: the first politely, the next at once. */
export function untilSignalled(proxy: RunningProxy): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let told = false;
  const stop = (signal: NodeJS.Signals) => {
    if (told) {
      proxy.cut();
      return;
    }
    told = true;
    void proxy.stop(signal).then(resolve);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return promise;
}
