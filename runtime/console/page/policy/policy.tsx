/** Who sees what, as the bundle's compiler found it: a table for each relation, callers in classes across. */
import type { RelationKind } from '@dlpc/runtime/abi';
import type { PolicyList } from '@dlpc/runtime/admin/proxy-api';
import { useCallback, useState } from 'preact/hooks';
import type { Api } from '../api.ts';
import { useAsked } from '../use-asked.ts';
import { hashOf } from '../use-hash.ts';
import { openPlayground } from './open-playground.ts';
import { WhoTableView } from './who-table.tsx';

/** `path`: behind `policy` in the address. */
export function Policy({ api, path }: { readonly api: Api; readonly path: readonly string[] }) {
  const ask = useCallback(() => api.policy(), [api]);
  const { value, error } = useAsked(ask);
  if (error !== null) return <p role="alert">{error.message}</p>;
  if (value === null) return <p class="quiet">Asking…</p>;
  const first = value.sources[0];
  const [source = first?.name ?? '', table = first?.tables[0]?.name ?? ''] = path;
  return (
    <>
      <h2>
        Who sees what <span class="quiet">bundle {value.revision.slice(0, 12)}</span>
      </h2>
      {value.inForce ? null : (
        <p role="alert">
          This bundle is not in force in every process: another one was loaded before, or it was refused.
        </p>
      )}
      {value.playground ? (
        <Try api={api} list={value} source={source} table={table} />
      ) : (
        <p class="quiet">
          What the proxy would do with a statement: <code>dlpc playground</code> and <code>dlpc explain</code>
          , where the policies are.
        </p>
      )}
      {value.sources.length === 0 ? (
        <p class="quiet">
          This bundle does not tell: it was compiled by an earlier release, or has no source.
        </p>
      ) : (
        <div class="inbox">
          <Tables list={value} source={source} table={table} />
          <WhoTableView key={`${source} ${table}`} api={api} source={source} table={table} />
        </div>
      )}
    </>
  );
}

/** What the proxy would do with a statement is tried where the compiler is: on a page of its own, in the browser. */
function Try({ api, list, source, table }: TablesProps & { readonly api: Api }) {
  const [problem, setProblem] = useState<string | null>(null);
  const kind = list.sources
    .find(({ name }) => name === source)
    ?.tables.find(({ name }) => name === table)?.kind;
  const isRelation = kind !== undefined && RELATIONS.has(kind);
  const question = isRelation ? { on: source, statement: `select * from ${table}` } : null;
  const open = () => {
    setProblem(null);
    openPlayground(api, question).catch((error: unknown) =>
      setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <>
      <p>
        <button type="button" onClick={open}>
          Try a statement in the playground
        </button>{' '}
        <span class="quiet">in a window of its own; it runs in this browser alone</span>
      </p>
      {problem === null ? null : <p role="alert">{problem}</p>}
    </>
  );
}

/** Kinds of what a statement can select from. */
const RELATIONS: ReadonlySet<string> = new Set<RelationKind>([
  'table',
  'partitioned table',
  'view',
  'materialized view',
  'foreign table',
]);

interface TablesProps {
  readonly list: PolicyList;
  readonly source: string;
  readonly table: string;
}

function Tables({ list, source, table }: TablesProps) {
  return (
    <nav class="list" aria-label="Tables">
      {list.sources.map(({ name, tables, omitted }) => (
        <section key={name}>
          <h3>{name}</h3>
          <ul>
            {tables.map((one) => (
              <li key={one.name}>
                <a
                  href={hashOf('policy', name, one.name)}
                  aria-current={name === source && one.name === table ? 'true' : undefined}
                >
                  <span>
                    <code>{one.name}</code> <span class="quiet">{one.kind}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
          {omitted === 0 ? null : <p class="quiet">and {omitted} more: ask `dlpc who`, or see `dlpc doc`</p>}
        </section>
      ))}
    </nav>
  );
}
