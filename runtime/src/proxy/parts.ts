/**
 * What the proxy is made of, as functions mostly: tests exchange single ones, {@link realParts} is what ships. Nothing in the
 * proxy reaches past this to a file, a clock, a server or a judge.
 */
import { performance } from 'node:perf_hooks';
import type { ApprovalService } from '../approvals/approval-service.ts';
import { loadBundle } from '../bundle/load-bundle.ts';
import { readCatalog } from '../catalog/read-catalog.ts';
import { checkUpstreamRole } from '../catalog/role-report.ts';
import type { Fetch } from '../identity/oidc/discovery.ts';
import { type ReadFile, readFile } from '../json-file/read-file.ts';
import { BudgetBook } from '../judge/budgets/budget-book.ts';
import type { Budgets } from '../judge/budgets/budgets.ts';
import { Judge } from '../judge/judge.ts';
import { createSqlParser } from '../judge/parse/sql-parser.ts';
import type { Log } from '../log/logger.ts';
import { CancelRegistry } from '../pgwire/cancel-registry.ts';
import { serveConnection } from '../pgwire/serve.ts';
import { connectCatalog } from '../pgwire/upstream.ts';
import { type RecordsFiles, recordsFiles } from '../records/journal/records-files.ts';
import type { Tracer } from '../telemetry/tracer.ts';
import type { LoadBundle } from './policy-store.ts';
import { type ReplaceFile, replaceFile } from './replace-file.ts';
import type { MakeJudge } from './source.ts';
import type { ReaderParts } from './source-reader.ts';

export interface ProxyParts {
  readonly log: Log;
  readonly readFile: ReadFile;
  readonly replaceFile: ReplaceFile;
  readonly loadBundle: LoadBundle;
  readonly reader: ReaderParts;
  readonly makeJudge: MakeJudge;
  readonly serveConnection: typeof serveConnection;
  /** Where it is counted what callers of a source spend. */
  readonly makeBudgets: (source: string) => Budgets;
  /** Keys of all sessions of this process. */
  readonly cancels: CancelRegistry;
  /** Asks people about what needs their approval; null where nobody can be asked. */
  readonly approvals: ApprovalService | null;
  /** Asks identity providers for their keys. */
  readonly fetch: Fetch;
  readonly recordsFiles: (directory: string) => RecordsFiles;
  /** Begins spans; null where nobody collects traces. */
  readonly tracer: Tracer | null;
  /** Which of several processes on one port this is; from 1 on. */
  readonly worker: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Between two looks at the manifest of the bundle and at the file of credentials. */
  readonly pollMilliseconds: number;
}

export async function realParts(log: Log, cancels = new CancelRegistry(), worker = 1): Promise<ProxyParts> {
  const parser = await createSqlParser();
  return {
    log,
    readFile,
    replaceFile,
    loadBundle,
    reader: { connect: connectCatalog, readCatalog, checkRole: checkUpstreamRole },
    makeJudge: (policy, catalog) => new Judge(policy, catalog, parser),
    serveConnection,
    makeBudgets: () => new BudgetBook(),
    cancels,
    approvals: null,
    fetch: (url, options) => fetch(url, options),
    recordsFiles,
    tracer: null,
    worker,
    now: Date.now,
    clock: () => performance.now(),
    pollMilliseconds: 500,
  };
}
