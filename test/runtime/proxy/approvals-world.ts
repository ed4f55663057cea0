/** A proxy whose policy asks for approvals, people who give them, and a client of its admin listener. */
import type { Approval, CommandRule, Matcher } from '@dlpc/runtime/abi';
import type pg from 'pg';
import { matcher } from '../judge/fixture.ts';
import {
  CONTRACTOR,
  crmDatabase,
  entry,
  PASSWORD,
  type ProxyWorld,
  startWorld,
  type WorldOptions,
} from './proxy-world.ts';

const person = (user: string, groups: readonly string[]) =>
  entry(user, groups, { caller: { sub: user, kind: 'human', groups } });

/** Who there is, besides `contractor`, who asks. */
export const PEOPLE = [
  CONTRACTOR,
  // Asks, and could approve what others ask.
  person('both', ['contractors', 'dba']),
  person('ann', ['dba']),
  person('bob', ['dba', 'security']),
  person('eve', ['interns']),
  person('ada', ['audit']),
  entry('auditbot', ['audit']),
  entry('robot', ['dba']),
  entry('helper', ['dba'], {
    caller: { sub: 'helper', kind: 'human', groups: ['dba'] },
    task: { name: 'nightly' },
  }),
];

export const BY_DBA: Approval = { by: ['dba'], people: 1, within: 900 };

/** Contractors may read, add and change `archive`; to delete from it needs these approvals. */
export function approvingMatcher(...approvals: readonly Approval[]): Matcher {
  const rules: CommandRule[] = approvals.map((approval, index) => ({
    ...{ policy: 0, rule: 5 + index, effect: 'approve', withoutWhere: false, approval },
  }));
  const relations = [...matcher.relations].map(([key, relation]) => {
    const commands = { ...relation.commands, delete: rules };
    return [key, relation.name === 'archive' ? { ...relation, commands } : relation] as const;
  });
  return { ...matcher, relations: new Map(relations) };
}

export async function archiveDatabase(): ReturnType<typeof crmDatabase> {
  const database = await crmDatabase();
  await database.query(`
    create table archive (id int, note text);
    insert into archive select i, 'note ' || i from generate_series(1, 100) i;
    analyze archive;
    grant select, insert, update, delete on archive to ${database.role.name}`);
  return database;
}

export interface ApprovalsWorld extends ProxyWorld {
  /** Asks the admin listener as somebody. */
  ask(
    user: string,
    path: string,
    options?: {
      readonly method?: string;
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    },
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** The id of the request that waits, of the statement with this text; waits for it. */
  waiting(text?: string): Promise<string>;
  decide(user: string, id: string, decision: 'approve' | 'deny', reason?: string): Promise<number>;
  end(): Promise<void>;
}

export async function startApprovalsWorld(
  database: Awaited<ReturnType<typeof crmDatabase>>,
  options: WorldOptions = {},
): Promise<ApprovalsWorld> {
  const world = await startWorld(database, {
    matcher: approvingMatcher(BY_DBA),
    ...options,
    settings: {
      admin: { listen: { port: 0 } },
      approvals: { directory: 'approvals' },
      ...options.settings,
    },
  });
  world.writeCredentials(PEOPLE);
  await world.event('credentials-in-force', ({ users }) => users === PEOPLE.length);
  const url = `http://127.0.0.1:${world.office.port}`;
  const ask: ApprovalsWorld['ask'] = async (user, path, { method = 'GET', body, headers = {} } = {}) => {
    const authorization = `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    ...world,
    ask,
    waiting: async (text) => {
      for (;;) {
        const { body } = await ask('ann', '/v1/approvals');
        const open = body.approvals as readonly { id: string; text: string }[];
        const found = open.find((each) => text === undefined || each.text === text);
        if (found !== undefined) return found.id;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    decide: async (user, id, decision, reason) =>
      (await ask(user, `/v1/approvals/${id}/decision`, { method: 'POST', body: { decision, reason } }))
        .status,
  };
}

/** The SQLSTATE and message of an error, or the number of rows. */
export function outcomeOf(result: Promise<pg.QueryResult>): Promise<string> {
  return result.then(
    ({ rowCount }) => `${rowCount} rows`,
    (error: Error & { code?: string }) => `${error.code} ${error.message}`,
  );
}
