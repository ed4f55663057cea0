/**
 * The signals that end the process, from before it serves anybody: one that comes while the proxy starts is kept until it has, so that nobody who
 * connected meanwhile is cut. A second one ends whatever goes on.
 */
import type { RunningProxy } from '../proxy/running-proxy.ts';
import { EXIT } from './exit-code.ts';

/** Told each signal. */
type OnSignal = (signal: NodeJS.Signals) => void;

export class EndSignals {
  #kept: NodeJS.Signals | null = null;
  #onSignal: OnSignal | null = null;

  constructor() {
    const told = (signal: NodeJS.Signals): void => {
      if (this.#onSignal !== null) this.#onSignal(signal);
      else if (this.#kept === null) this.#kept = signal;
      // Whoever asks twice does not want to wait for what the start waits for.
      else process.exit(EXIT.failed);
    };
    process.on('SIGTERM', told);
    process.on('SIGINT', told);
  }

  /** From now on `onSignal` is told; at once, where a signal came before. */
  listen(onSignal: OnSignal): void {
    this.#onSignal = onSignal;
    if (this.#kept !== null) onSignal(this.#kept);
    this.#kept = null;
  }

  /** Resolves when the proxy has stopped, which SIGTERM or SIGINT tell it to: the first politely, the next at once. */
  untilStopped(proxy: RunningProxy): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let isTold = false;
    this.listen((signal) => {
      if (isTold) return proxy.cut();
      isTold = true;
      void proxy.stop(signal).then(resolve);
    });
    return promise;
  }
}
