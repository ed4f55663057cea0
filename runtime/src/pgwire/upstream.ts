/** Connections to the server besides the sessions' own. */
import type { CatalogConnection } from './gate.ts';
import { CatalogClient } from './socket/catalog-client.ts';
import { connectUpstream } from './socket/connect-upstream.ts';
import type { UpstreamTarget } from './upstream-target.ts';

/**
 * Opens a connection for reading the catalog. Rejects with a Refusal, whose message and reason hold no secret, where
 * there is no way in.
 */
export async function connectCatalog(
  target: UpstreamTarget,
): Promise<CatalogConnection & { close(): Promise<void> }> {
  const { channel } = await connectUpstream(target, new Map(), new AbortController().signal);
  return new CatalogClient(channel);
}
