/** What waits for people, and what became of it. */

import type { ApprovalDocument } from '@dlpc/runtime/admin/approval-document';
import { taskNames } from '@dlpc/runtime/approvals/approval-request';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Api } from './api.ts';
import { RequestDetail } from './request-detail.tsx';
import { usePolled } from './use-polled.ts';
import { VisibleText } from './visible-text.tsx';

const POLL_MILLISECONDS = 1_500;

export function Inbox({ api }: { readonly api: Api }) {
  const [state, setState] = useState<'open' | 'all'>('open');
  const [chosen, setChosen] = useState<string | null>(null);
  const ask = useCallback(() => api.approvals(state), [api, state]);
  const { value, error, refresh } = usePolled(ask, POLL_MILLISECONDS);
  const requests = value ?? [];
  const shown = requests.find(({ id }) => id === chosen) ?? requests[0] ?? null;

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.metaKey || event.altKey)
        return;
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      const next = requests[requests.findIndex(({ id }) => id === shown?.id) + step];
      if (step !== 0 && next !== undefined) setChosen(next.id);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });

  return (
    <div class="inbox">
      <section class="list" aria-label="Requests">
        <div class="row">
          <label>
            <input
              type="checkbox"
              checked={state === 'all'}
              onChange={({ currentTarget }) => setState(currentTarget.checked ? 'all' : 'open')}
            />{' '}
            settled ones too
          </label>
          <span class="quiet">j and k go through them</span>
        </div>
        {error === null ? null : <p role="alert">{error.message}</p>}
        {value !== null && requests.length === 0 ? <p class="quiet">Nothing waits for you.</p> : null}
        <ul>
          {requests.map((request) => (
            <li key={request.id}>
              <button
                type="button"
                aria-current={request.id === shown?.id}
                onClick={() => setChosen(request.id)}
              >
                <Summary request={request} />
              </button>
            </li>
          ))}
        </ul>
      </section>
      {shown === null ? null : <RequestDetail key={shown.id} request={shown} api={api} onDecided={refresh} />}
    </div>
  );
}

function Summary({ request }: { readonly request: ApprovalDocument }) {
  const { touches, requester, state, secondsLeft } = request;
  const tasks = taskNames(requester);
  return (
    <>
      <strong>{touches.map(({ actions, name }) => `${actions.join(', ')} ${name}`).join('; ')}</strong>
      <span>
        <VisibleText
          text={[
            [requester.subject, ...requester.actors.slice(0, 1)].join(', through '),
            ...(tasks.length === 0 ? [] : [`task ${tasks.join(', of ')}`]),
          ].join(', ')}
        />
      </span>
      <span class={`state ${state}`}>{state === 'open' ? `${timeLeft(secondsLeft)} left` : state}</span>
    </>
  );
}

export function timeLeft(seconds: number): string {
  return seconds >= 120 ? `${Math.floor(seconds / 60)} min` : `${seconds} s`;
}
