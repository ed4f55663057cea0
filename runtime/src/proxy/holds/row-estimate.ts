/**
 * How many rows a statement meets, as the server's planner expects: what EXPLAIN says of the very text that would run, for approvers alone.
 * Nothing of it runs, and nothing of the plan but this number is looked at. It depends on statistics of stored values.
 */
import type { CatalogConnection } from '../../pgwire/gate.ts';
import type { UpstreamTarget } from '../../pgwire/upstream-target.ts';

export interface EstimateQuestion {
  readonly target: UpstreamTarget;
  /** One statement that can be explained. */
  readonly text: string;
  /** How many parameters it has. */
  readonly parameters: number;
}

/** Null where the server cannot say, or not soon. Never rejects. */
export type EstimateRows = (question: EstimateQuestion) => Promise<number | null>;

type Connect = (target: UpstreamTarget) => Promise<CatalogConnection & { close(): Promise<void> }>;

const MILLISECONDS = 2_000;
/** At a time: whoever asks for many must not take the server's connections. */
const MAX_RUNNING = 4;

export function rowEstimator(connect: Connect): EstimateRows {
  let running = 0;
  return async (question) => {
    if (running >= MAX_RUNNING) return null;
    running += 1;
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), MILLISECONDS);
    const asking = ask(connect, question)
      // Whatever the server objects to, it objects to again when the statement runs.
      .catch(() => null)
      .finally(() => {
        running -= 1;
      });
    const rows = await Promise.race([asking, late.promise]);
    clearTimeout(timer);
    return rows;
  };
}

async function ask(connect: Connect, { target, text, parameters }: EstimateQuestion): Promise<number | null> {
  const connection = await connect(target);
  try {
    await connection.query('BEGIN READ ONLY');
    await connection.query(`SET LOCAL statement_timeout = ${MILLISECONDS}`);
    if (parameters === 0) return rowsOf(await connection.query(`EXPLAIN (FORMAT JSON) ${text}`));
    const types = Array.from({ length: parameters }, () => 'unknown').join(', ');
    const nulls = Array.from({ length: parameters }, () => 'NULL').join(', ');
    // A generic plan: no value of a parameter is needed for it.
    await connection.query('SET LOCAL plan_cache_mode = force_generic_plan');
    await connection.query(`PREPARE dlp_proxy_estimate (${types}) AS ${text}`);
    return rowsOf(await connection.query(`EXPLAIN (FORMAT JSON) EXECUTE dlp_proxy_estimate (${nulls})`));
  } finally {
    await connection.close();
  }
}

interface PlanNode {
  readonly 'Node Type'?: unknown;
  readonly 'Plan Rows'?: unknown;
  readonly Plans?: readonly PlanNode[];
}

/** Of a write, the rows that it writes. */
function rowsOf(answer: readonly (readonly (string | null)[])[]): number | null {
  const explained = JSON.parse(answer[0]?.[0] ?? 'null') as readonly { readonly Plan?: PlanNode }[] | null;
  const plan = explained?.[0]?.Plan;
  if (plan === undefined) return null;
  const nodes = plan['Node Type'] === 'ModifyTable' ? (plan.Plans ?? []) : [plan];
  const rows = nodes.reduce((sum, node) => sum + Number(node['Plan Rows'] ?? Number.NaN), 0);
  return Number.isFinite(rows) ? rows : null;
}
