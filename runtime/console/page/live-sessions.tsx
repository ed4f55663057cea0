/** Who is connected, to what, and until when. */
import { useCallback } from 'preact/hooks';
import type { Api } from './api.ts';
import { Scroll } from './scroll.tsx';
import { Time } from './time.tsx';
import { usePolled } from './use-polled.ts';
import { VisibleText } from './visible-text.tsx';

const POLL_MILLISECONDS = 2_000;

export function LiveSessions({ api }: { readonly api: Api }) {
  const ask = useCallback(() => api.sessions(), [api]);
  const { value, error } = usePolled(ask, POLL_MILLISECONDS);
  if (value === null) return <p class="quiet">{error === null ? 'Asking…' : error.message}</p>;
  return (
    <>
      {error === null ? null : <p role="alert">{error.message}</p>}
      {value.length === 0 ? <p class="quiet">Nobody is connected.</p> : null}
      <Scroll name="Sessions">
        <table>
          <thead>
            <tr>
              {['Who', 'Task', 'Source', 'As', 'Application', 'From', 'Since', 'Ends'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value.map((session) => (
              <tr key={session.id}>
                <td>
                  <VisibleText text={session.subject} /> <span class="quiet">{session.kind}</span>
                  {session.actor === null ? null : (
                    <span class="quiet">
                      , through <VisibleText text={session.actor} />
                    </span>
                  )}
                </td>
                <td>
                  <VisibleText text={session.task.name} />
                </td>
                <td>{session.source}</td>
                <td>
                  <VisibleText text={session.user} />
                </td>
                <td>
                  <VisibleText text={session.application} />
                </td>
                <td>{session.address}</td>
                <td>
                  <Time at={session.startedAt} />
                </td>
                <td>
                  <Time at={session.endsAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
