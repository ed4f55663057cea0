/** Statements and requests that went on record, as questions that can be asked again: who, when, what, and what became of it. */
import type { Actor, Asker, CallerKind, Claims } from '@dlpc/runtime/abi';
import type { JsonObject } from '@dlpc/runtime/records/journal/format';
import { recordsFiles } from '@dlpc/runtime/records/journal/records-files';
import { listOf, objectOf, textOf } from '@dlpc/runtime/records/read/json-access';
import { allEntries } from '@dlpc/runtime/records/read/read-entries';
import { filled, type ToldSession, type ToldStatement } from '@dlpc/runtime/records/read/told';

export interface RecordedStatement {
  readonly source: string;
  readonly session: string;
  readonly user: string;
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly asker: Asker;
  /** For whom it acted, the nearest first. */
  readonly onBehalfOf: readonly Asker[];
  /** With digests in place of what is withheld; null where it is not on record. */
  readonly text: string | null;
  /** The same with `?` for each constant: what several have in common. */
  readonly shape: string;
  readonly protocol: 'simple' | 'extended' | 'http';
  /** Null where it went on; else the SQLSTATE of its denial. */
  readonly denial: string | null;
  readonly told: ToldStatement | null;
}

/** Every statement of the records in `directory`, in the order of journals. Rejects where they cannot be read. */
export async function* recordedStatements(directory: string): AsyncGenerator<RecordedStatement> {
  for await (const { kind, session, statement, data, at } of allEntries(recordsFiles(directory))) {
    if (session === null) continue;
    if (kind === 'http.asked') {
      yield recordedRequest(session, statement, data, at);
      continue;
    }
    if (kind !== 'sql.asked') continue;
    const asked = statement?.asked ?? null;
    yield {
      ...{ source: session.source, session: session.id, user: session.user, at, told: statement },
      n: typeof data.n === 'number' ? data.n : 0,
      ...askersOf(session),
      text: asked === null ? null : filled(asked, data.constants),
      shape: asked === null ? '' : asked.join('?').replaceAll(/\s+/g, ' ').trim(),
      protocol: data.protocol === 'simple' ? 'simple' : 'extended',
      denial: data.decision === 'deny' ? textOf(data.sqlstate) : null,
    };
  }
}

/** Its text is method and target, its shape the operation. */
function recordedRequest(
  session: ToldSession,
  told: ToldStatement | null,
  data: JsonObject,
  at: number,
): RecordedStatement {
  const { method, target } = data;
  return {
    ...{ source: session.source, session: session.id, user: session.user, at, told },
    ...{ n: typeof data.n === 'number' ? data.n : 0, ...askersOf(session), protocol: 'http' },
    text: typeof target === 'string' ? `${textOf(method)} ${target}` : null,
    shape: told?.accesses.join() ?? textOf(method),
    // A request that a policy denies is a 403; SQL has its own word for it.
    denial: data.decision === 'deny' ? textOf(data.sqlstate).replace(/^403$/, '42501') : null,
  };
}

/** Who asked in a session, and each task above: as they were judged. */
export function askersOf(
  session: Pick<ToldSession, 'caller' | 'task' | 'delegation' | 'application'>,
): Pick<RecordedStatement, 'asker' | 'onBehalfOf'> {
  const asker = askerOf(session);
  const above = listOf(session.delegation.tasks).map((task) => objectOf(task));
  return {
    asker,
    onBehalfOf: above.map((link) => ({
      ...asker,
      caller: { ...asker.caller, actor: actorOf(objectOf(link.actor)) },
      task: taskOf(link),
    })),
  };
}

function taskOf(task: JsonObject): Asker['task'] {
  return { id: textOf(task.id), name: textOf(task.name), parent: textOf(task.parent) };
}

function askerOf({ caller, task, application }: Pick<ToldSession, 'caller' | 'task' | 'application'>): Asker {
  const kind: CallerKind = caller.kind === 'service' ? 'service' : 'human';
  return {
    caller: {
      ...{ sub: textOf(caller.sub), kind },
      groups: new Set(listOf(caller.groups).map((group) => textOf(group))),
      claims: claimsOf(objectOf(caller.claims)),
      actor: actorOf(objectOf(caller.actor)),
    },
    task: taskOf(task),
    hint: { applicationName: application },
  };
}

/** Of who acted alone, there is none on record. */
function actorOf({ sub, groups }: ReturnType<typeof objectOf>): Actor | null {
  if (textOf(sub) === '') return null;
  return { sub: textOf(sub), groups: new Set(listOf(groups).map((group) => textOf(group))) };
}

/** Of what type a claim is, its value says. */
function claimsOf(claims: ReturnType<typeof objectOf>): Claims {
  const strings = new Map<string, string>();
  const ints = new Map<string, number>();
  const bools = new Map<string, boolean>();
  const sets = new Map<string, ReadonlySet<string>>();
  for (const [name, value] of Object.entries(claims)) {
    if (typeof value === 'string') strings.set(name, value);
    else if (typeof value === 'number') ints.set(name, value);
    else if (typeof value === 'boolean') bools.set(name, value);
    else if (Array.isArray(value)) sets.set(name, new Set(value.map((item) => textOf(item))));
  }
  return { strings, ints, bools, sets };
}
