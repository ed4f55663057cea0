/** Statements that went on record, as questions that can be asked again: who, when, what, and what became of it. */
import type { Asker, CallerKind, Claims } from '@dlpc/runtime/abi';
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
  /** With digests in place of what is withheld; null where it is not on record. */
  readonly text: string | null;
  /** The same with `?` for each constant: what several have in common. */
  readonly shape: string;
  readonly protocol: 'simple' | 'extended';
  /** Null where it went on; else the SQLSTATE of its denial. */
  readonly denial: string | null;
  readonly told: ToldStatement | null;
}

/** Every statement of the records in `directory`, in the order of journals. Rejects where they cannot be read. */
export async function* recordedStatements(directory: string): AsyncGenerator<RecordedStatement> {
  for await (const { kind, session, statement, data, at } of allEntries(recordsFiles(directory))) {
    if (kind !== 'sql.asked' || session === null) continue;
    const asked = statement?.asked ?? null;
    yield {
      ...{ source: session.source, session: session.id, user: session.user, at, told: statement },
      n: typeof data.n === 'number' ? data.n : 0,
      asker: askerOf(session),
      text: asked === null ? null : filled(asked, data.constants),
      shape: asked === null ? '' : asked.join('?').replaceAll(/\s+/g, ' ').trim(),
      protocol: data.protocol === 'simple' ? 'simple' : 'extended',
      denial: data.decision === 'deny' ? textOf(data.sqlstate) : null,
    };
  }
}

function askerOf({ caller, task, application }: ToldSession): Asker {
  const kind: CallerKind = caller.kind === 'service' ? 'service' : 'human';
  return {
    caller: {
      ...{ sub: textOf(caller.sub), kind },
      groups: new Set(listOf(caller.groups).map((group) => textOf(group))),
      claims: claimsOf(objectOf(caller.claims)),
    },
    task: { id: textOf(task.id), name: textOf(task.name), parent: textOf(task.parent) },
    hint: { applicationName: application },
  };
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
