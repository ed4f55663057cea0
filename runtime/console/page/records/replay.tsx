/** One session again: its time line, its statements a page at a time, and the one that is looked at whole. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Api } from '../api.ts';
import { Time } from '../time.tsx';
import { useAsked } from '../use-asked.ts';
import { VisibleText } from '../visible-text.tsx';
import { recordLink } from './record-link.ts';
import { placeOf, Scrubber } from './scrubber.tsx';
import { StatementDetail } from './statement-detail.tsx';
import { Verification } from './verification.tsx';

/** As many as the listener gives at a time. */
const PAGE = 20;
/** Longer pauses of a session are not waited for. */
const LONGEST_PAUSE = 2_000;

export interface ReplayProps {
  readonly api: Api;
  readonly session: string;
  /** Number of the statement to show. */
  readonly n: number;
}

export function Replay({ api, session, n }: ReplayProps) {
  const askTimeline = useCallback(() => api.timeline(session), [api, session]);
  const timeline = useAsked(askTimeline);
  const first = Math.floor((Math.max(1, n) - 1) / PAGE) * PAGE + 1;
  const askPage = useCallback(() => api.replay(session, first), [api, session, first]);
  const page = useAsked(askPage);
  const [isPlaying, setPlaying] = useState(false);
  const marks = timeline.value?.marks ?? [];
  const all = timeline.value?.session.statements ?? 0;
  const statements = page.value?.statements ?? [];
  const shown = statements.find((statement) => statement.n === n) ?? null;
  const move = useCallback(
    (to: number) => {
      if (to >= 1 && to <= all) location.replace(recordLink(session, to));
    },
    [session, all],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement && event.target.type !== 'range';
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'j') move(n + 1);
      if (event.key === 'k') move(n - 1);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [move, n]);

  useEffect(() => {
    const place = placeOf(marks, n);
    const [here, next] = [marks[place], marks[place + 1]];
    if (!isPlaying) return undefined;
    if (here === undefined || next === undefined) return setPlaying(false);
    const pause = Math.min(LONGEST_PAUSE, Math.max(200, Date.parse(next.at) - Date.parse(here.at)));
    const timer = setTimeout(() => move(next.n), pause);
    return () => clearTimeout(timer);
  }, [isPlaying, marks, move, n]);

  const problem = timeline.error ?? page.error;
  if (problem !== null) return <p role="alert">{problem.message}</p>;
  if (timeline.value === null) return <p class="quiet">Asking…</p>;
  const told = timeline.value.session;
  return (
    <div class="replay">
      <p>
        <a href="#records">All records</a>
      </p>
      <h2>
        {told.subject} as <VisibleText text={told.user} /> on {told.source}{' '}
        <span class="quiet">
          <Time at={told.startedAt} />, {told.statements} statements, {told.denied} denied, from{' '}
          {told.address}
          {page.value === null || page.value.task === '' ? '' : `, task ${page.value.task}`}, recorded:{' '}
          {told.level}
        </span>
      </h2>
      <Verification api={api} session={session} />
      <div class="row">
        <button type="button" aria-pressed={isPlaying} onClick={() => setPlaying(!isPlaying)}>
          {isPlaying ? 'Pause' : 'Play'}
        </button>
        <span>
          Statement {n} of {all}
        </span>
        <span class="quiet">j and k go through them</span>
      </div>
      <Scrubber marks={marks} n={n} onMove={move} />
      <div class="inbox">
        <nav class="list" aria-label="Statements">
          <ol>
            {statements.map((statement) => (
              <li key={statement.n}>
                <a
                  href={recordLink(session, statement.n)}
                  aria-current={statement.n === n ? 'true' : undefined}
                  class={statement.decision === 'deny' ? 'denied' : ''}
                >
                  <span class="quiet">
                    {statement.n} <Time at={statement.at} as="clock" />
                  </span>
                  <code>
                    <VisibleText text={statement.text?.slice(0, 120) ?? '(not on record)'} />
                  </code>
                </a>
              </li>
            ))}
          </ol>
        </nav>
        {shown === null ? (
          <p class="quiet">{page.isBusy ? 'Asking…' : 'There is no such statement on record.'}</p>
        ) : (
          <StatementDetail key={shown.n} api={api} session={session} statement={shown} />
        )}
      </div>
    </div>
  );
}
