/** How the proxy is, and what its policies say, over HTTP, to viewers. */
import type { WhoSummary } from '../abi.ts';
import { type Answer, jsonAnswer, problem, problemAnswer } from './http/problem.ts';
import type { Route } from './http/route.ts';
import type { PlaygroundPage } from './playground-page.ts';
import type { ProcessState } from './process-state.ts';
import { type Roles, rightsOf } from './roles.ts';

/** The policies that a bundle on the disk holds. */
export interface ToldPolicies {
  readonly revision: string;
  readonly summaries: ReadonlyMap<string, WhoSummary>;
}

export interface ProxyParts {
  readonly roles: Roles;
  readonly version: string;
  readonly states: () => readonly ProcessState[];
  /** A clause for each thing that is missing. */
  readonly missing: () => readonly string[];
  /** What is configured besides: a name and how it is. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** A sentence where the bundle cannot be read. */
  readonly policies: () => Promise<ToldPolicies | string>;
  /** Null where there is none to try policies in. */
  readonly playground: PlaygroundPage | null;
}

/** What the console's page of health shows. */
export interface Health {
  readonly version: string;
  readonly ready: boolean;
  readonly missing: readonly string[];
  readonly processes: readonly ProcessState[];
  readonly facts: ProxyParts['facts'];
}

/** What the policies are about; a table is asked for by source and name. */
export interface PolicyList {
  readonly revision: string;
  /** Whether that is what every process has in force. */
  readonly inForce: boolean;
  /** Whether there is a playground to try them in. */
  readonly playground: boolean;
  readonly sources: readonly {
    readonly name: string;
    readonly omitted: number;
    readonly tables: readonly { readonly name: string; readonly kind: string }[];
  }[];
}

export function proxyApi(parts: ProxyParts): readonly Route[] {
  const { roles, version, states, missing, facts } = parts;
  const forViewers =
    (answer: (query: URLSearchParams) => Answer | Promise<Answer>): Route['answer'] =>
    ({ who, query }) =>
      rightsOf(who, roles).mayView
        ? answer(query)
        : problemAnswer(problem('forbidden', 'This is shown to people of the groups in `admin.viewers`.'));
  return [
    {
      ...{ method: 'GET', path: /^\/v1\/health$/ },
      answer: forViewers(() => {
        const lacking = missing();
        const health: Health = {
          ...{ version, ready: lacking.length === 0, missing: lacking, processes: states(), facts },
        };
        return jsonAnswer(health);
      }),
    },
    {
      ...{ method: 'GET', path: /^\/v1\/playground$/ },
      answer: forViewers(() => tried(parts.playground)),
    },
    { ...{ method: 'GET', path: /^\/v1\/policy$/ }, answer: forViewers((query) => policy(query, parts)) },
  ];
}

/** What the playground starts with. */
async function tried(playground: PlaygroundPage | null): Promise<Answer> {
  if (playground === null) return problemAnswer(problem('not-found', '`admin.playground` names no folder.'));
  const project = await playground.project();
  return project ?? problemAnswer(problem('unavailable', 'The policies to try cannot be read.'));
}

/** A list; with `source` and `table`, that table. */
async function policy(query: URLSearchParams, { policies, states, playground }: ProxyParts): Promise<Answer> {
  const told = await policies();
  if (typeof told === 'string') return problemAnswer(problem('unavailable', told));
  const { revision, summaries } = told;
  const source = query.get('source');
  if (source !== null) {
    const table = summaries.get(source)?.tables.find(({ name }) => name === query.get('table'));
    return table === undefined
      ? problemAnswer(problem('not-found', 'The policies say nothing of such a table.'))
      : jsonAnswer(table);
  }
  const list: PolicyList = {
    revision,
    inForce: states().every((state) => state.revision === revision),
    playground: playground !== null,
    sources: [...summaries].map(([name, { tables, omitted }]) => ({
      ...{ name, omitted },
      tables: tables.map((table) => ({ name: table.name, kind: table.kind })),
    })),
  };
  return jsonAnswer(list);
}
