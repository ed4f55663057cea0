/** Bugs of ours that must not end more than what was being done: logged, and told from answers. */
import type { Log } from '../log/logger.ts';

export function logInternalError(log: Log, where: string, error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  log('internal-error', { where, message, stack: stack ?? null });
}

/** A task that answers false where it threw. What was in force before it stays, and the sessions there are go on. */
export function orInternalError(
  log: Log,
  where: string,
  task: () => Promise<boolean>,
): () => Promise<boolean> {
  return async () => {
    try {
      return await task();
    } catch (error) {
      logInternalError(log, where, error);
      return false;
    }
  };
}
