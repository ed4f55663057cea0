/** Sessions on record, the newest first, and more of them when asked for. */
import type { RecordedSession } from '@dlpc/runtime/records/reader/recorded';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Api } from '../api.ts';
import { Scroll } from '../scroll.tsx';
import { Time } from '../time.tsx';
import { useAsked } from '../use-asked.ts';
import { VisibleText } from '../visible-text.tsx';
import { recordLink } from './record-link.ts';

export function RecordedList({ api, isDenied }: { readonly api: Api; readonly isDenied: boolean }) {
  const [after, setAfter] = useState<string | null>(null);
  const [known, setKnown] = useState<readonly RecordedSession[]>([]);
  const ask = useCallback(
    () => api.recordedSessions({ user: '', denied: isDenied, after }),
    [api, isDenied, after],
  );
  const { value, error, isBusy } = useAsked(ask);
  useEffect(() => {
    if (value === null) return;
    setKnown((before) => {
      const there = new Set(before.map(({ id }) => id));
      return [...before, ...value.sessions.filter(({ id }) => !there.has(id))];
    });
  }, [value]);

  return (
    <>
      {error === null ? null : <p role="alert">{error.message}</p>}
      {!isBusy && error === null && known.length === 0 ? (
        <p class="quiet">No sessions are on record.</p>
      ) : null}
      {known.length === 0 ? null : (
        <Scroll name="Sessions on record">
          <table>
            <thead>
              <tr>
                {['Session', 'Who', 'As', 'Source', 'Began', 'Ended'].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
                {['Statements', 'Denied', 'Rows'].map((name) => (
                  <th key={name} scope="col" class="number">
                    {name}
                  </th>
                ))}
                <th scope="col">Level</th>
              </tr>
            </thead>
            <tbody>
              {known.map((session) => (
                <Row key={session.id} session={session} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {value?.next == null ? null : (
        <button type="button" disabled={isBusy} onClick={() => setAfter(value.next)}>
          Older sessions
        </button>
      )}
    </>
  );
}

function Row({ session }: { readonly session: RecordedSession }) {
  const { id, subject, user, source, startedAt, endedAt, cause, statements, denied, rows, level } = session;
  return (
    <tr>
      <td>
        <a href={recordLink(id, 1)} aria-label={`Replay session ${id.slice(0, 8)} of ${user}`}>
          <code>{id.slice(0, 8)}</code>
        </a>
      </td>
      <td>{subject}</td>
      <td>
        <VisibleText text={user} />
      </td>
      <td>{source}</td>
      <td>
        <Time at={startedAt} />
      </td>
      <td>
        {endedAt === null ? <span class="quiet">open, or cut</span> : <VisibleText text={cause ?? ''} />}
      </td>
      <td class="number">{statements}</td>
      <td class={denied > 0 ? 'number bad' : 'number'}>{denied}</td>
      <td class="number">{rows}</td>
      <td>{level}</td>
    </tr>
  );
}
