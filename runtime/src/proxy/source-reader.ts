/** Reads one server: its catalog, and whether the proxy's role on it is fit. A connection for each reading. */
import type { RelationEntry } from '../abi.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { RoleProblem } from '../catalog/role-report.ts';
import type { CatalogConnection } from '../pgwire/gate.ts';
import type { UpstreamTarget } from '../pgwire/upstream-target.ts';

/** A reading of a large catalog over a slow line fits in it many times. */
const READING_MILLISECONDS = 60_000;

export interface SourceReading {
  readonly catalog: Catalog;
  readonly problems: readonly RoleProblem[];
}

export interface ReaderParts {
  readonly connect: (target: UpstreamTarget) => Promise<CatalogConnection & { close(): Promise<void> }>;
  readonly readCatalog: (connection: CatalogConnection) => Promise<Catalog>;
  readonly checkRole: (
    connection: CatalogConnection,
    relations: ReadonlyMap<string, RelationEntry>,
  ) => Promise<readonly RoleProblem[]>;
}

/** Rejects with a sentence that holds no secret. */
export async function readSource(
  target: UpstreamTarget,
  relations: ReadonlyMap<string, RelationEntry>,
  parts: ReaderParts,
): Promise<SourceReading> {
  const connection = await parts.connect(target);
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => deadline.reject(new Error('the server took too long to answer')),
    READING_MILLISECONDS,
  );
  try {
    return await Promise.race([deadline.promise, readAll(connection, relations, parts)]);
  } finally {
    clearTimeout(timer);
    await connection.close();
  }
}

async function readAll(
  connection: CatalogConnection,
  relations: ReadonlyMap<string, RelationEntry>,
  parts: ReaderParts,
): Promise<SourceReading> {
  const problems = await parts.checkRole(connection, relations);
  return { problems, catalog: await parts.readCatalog(connection) };
}
