/**
 * Around each feature: what goes wrong in one is logged and answers that request alone, and a request that was cancelled is not
 * worked on.
 */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';

/** `otherwise` is the answer of a feature that failed: nothing found. */
export function answer<P, R>(
  connection: Pick<Connection, 'console'>,
  name: string,
  otherwise: R,
  feature: (params: P) => Promise<R>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError<never>> {
  const cancelled = () => new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'cancelled');
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    try {
      const result = await feature(params);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      connection.console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      return otherwise;
    }
  };
}
