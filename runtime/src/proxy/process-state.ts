/** What this process serves, put together from its parts. */
import type { ProcessState } from '../admin/process-state.ts';
import type { LoadedBundle } from '../bundle/load-bundle.ts';
import type { ServedSource } from './serve-sources.ts';

export interface StateParts {
  readonly worker: number;
  readonly bundle: LoadedBundle;
  readonly sessions: number;
  readonly sources: ReadonlyMap<string, ServedSource>;
  readonly sql: { readonly host: string; readonly port: number };
  readonly apis: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
}

export function processState({ worker, bundle, sessions, sources, sql, apis }: StateParts): ProcessState {
  const { revision, signer, manifest } = bundle;
  return {
    ...{ worker, pid: process.pid, revision, signer, sessions },
    ...{ sequence: manifest.sequence, compiler: manifest.compiler },
    sources: [...sources.values()].map(({ source }) => ({
      name: source.name,
      catalog: source.catalog?.version ?? null,
      serverVersion: source.catalog === null ? null : String(source.catalog.serverVersion),
      ageSeconds: source.age === null ? null : Math.round(source.age / 1000),
      obstacle: source.obstacle()?.denial.message ?? null,
    })),
    listeners: [
      ...(sources.size === 0 ? [] : [{ what: 'databases', ...sql }]),
      ...[...apis].map(([name, { host, port }]) => ({ what: `API ${name}`, host, port })),
    ],
  };
}
