/** What each process of the proxy serves, from which servers, and by which policy. */
import type { ProcessState } from '@dlpc/runtime/admin/process-state';
import { useCallback } from 'preact/hooks';
import type { Api } from '../api.ts';
import { Fact } from '../fact.tsx';
import { Scroll } from '../scroll.tsx';
import { usePolled } from '../use-polled.ts';

const POLL_MILLISECONDS = 2_000;

export function Health({ api }: { readonly api: Api }) {
  const ask = useCallback(() => api.health(), [api]);
  const { value, error } = usePolled(ask, POLL_MILLISECONDS);
  if (value === null) return <p class="quiet">{error === null ? 'Asking…' : error.message}</p>;
  const { version, ready, missing, processes, facts } = value;
  const revisions = new Set(processes.map(({ revision }) => revision));
  return (
    <>
      {error === null ? null : <p role="alert">The proxy does not answer: {error.message}</p>}
      <h2>
        {ready ? 'The proxy serves' : 'The proxy does not serve everybody'}{' '}
        <span class="quiet">version {version}</span>
      </h2>
      {missing.map((what) => (
        <p key={what} class="bad">
          {what}
        </p>
      ))}
      {revisions.size > 1 ? <p class="bad">Not all processes have the same policy in force.</p> : null}
      <dl>
        {facts.map((fact) => (
          <Fact key={fact.name} name={fact.name}>
            {fact.value}
          </Fact>
        ))}
      </dl>
      {processes.map((state) => (
        <Process key={state.worker} state={state} />
      ))}
    </>
  );
}

function Process({ state }: { readonly state: ProcessState }) {
  const { worker, pid, revision, signer, sequence, compiler, sessions, sources, listeners } = state;
  return (
    <section class="process" aria-label={`Process ${worker}`}>
      <h3>
        Process {worker} <span class="quiet">pid {pid}</span>
      </h3>
      <dl>
        <Fact name="Policy">
          <code>{revision.slice(0, 16)}</code>{' '}
          <span class="quiet">
            sequence {sequence}, compiled by dlpc {compiler}
          </span>
        </Fact>
        <Fact name="Signature">
          {signer === null ? (
            <span class="bad">none was verified</span>
          ) : (
            <>
              verified, key <code>{signer.slice(0, 16)}</code>
            </>
          )}
        </Fact>
        <Fact name="Connections">{sessions}</Fact>
        {listeners.map(({ what, host, port }) => (
          <Fact key={what} name="Listens">
            {what}{' '}
            <code>
              {host}:{port}
            </code>
          </Fact>
        ))}
      </dl>
      {sources.length === 0 ? null : (
        <Scroll name="Sources">
          <table>
            <thead>
              <tr>
                {['Source', 'Server', 'Catalog', 'Read', 'State'].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sources.map(({ name, serverVersion, catalog, ageSeconds, obstacle }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>{serverVersion === null ? '' : `PostgreSQL ${versionText(serverVersion)}`}</td>
                  <td>
                    <code>{catalog?.slice(0, 12) ?? ''}</code>
                  </td>
                  <td>{ageSeconds === null ? 'never' : `${ageSeconds} s ago`}</td>
                  <td class={obstacle === null ? 'good' : 'bad'}>{obstacle ?? 'judged'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

/** `180004` as `18.4`. */
function versionText(version: string): string {
  const number = Number(version);
  return number >= 100_000 ? `${Math.floor(number / 10_000)}.${number % 10_000}` : version;
}
