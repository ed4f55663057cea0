/** The little of oidc-provider that tests use; the package brings no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export default class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    readonly Client: {
      find(
        id: string,
      ): Promise<{ backchannelLogout(subject: string, session: string): Promise<void> } | undefined>;
    };
    on(event: string, listener: (...values: unknown[]) => void): void;
  }
}
