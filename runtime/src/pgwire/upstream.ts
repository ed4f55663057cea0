/** Connections to the server besides the sessions' own. */
import type { CatalogConnection } from './gate.ts';
import type { UpstreamTarget } from './upstream-target.ts';

/** Opens a connection for reading the catalog. Rejects with a sentence that holds no secret. */
export declare function connectCatalog(
  target: UpstreamTarget,
): Promise<CatalogConnection & { close(): Promise<void> }>;
