/** Statements on record that hold all of the words that were sought. */
import { useCallback } from 'preact/hooks';
import type { Api } from '../api.ts';
import { Time } from '../time.tsx';
import { useAsked } from '../use-asked.ts';
import { VisibleText } from '../visible-text.tsx';
import { recordLink } from './record-link.ts';

export interface FoundStatementsProps {
  readonly api: Api;
  readonly words: string;
  readonly isDenied: boolean;
}

export function FoundStatements({ api, words, isDenied }: FoundStatementsProps) {
  const ask = useCallback(() => api.recordedStatements(words, isDenied), [api, words, isDenied]);
  const { value, error } = useAsked(ask);
  if (error !== null) return <p role="alert">{error.message}</p>;
  if (value === null) return <p class="quiet">Asking…</p>;
  return (
    <>
      <p role="status" class="quiet">
        {value.length === 0
          ? 'Nothing on record holds these words.'
          : `${value.length} found, the newest first.`}
      </p>
      <ol class="found">
        {value.map(({ session, n, at, user, subject, source, decision, rows, text }) => (
          <li key={`${session} ${n}`}>
            <a href={recordLink(session, n)}>
              <code>{text === '' ? '(a text that is not on record)' : <VisibleText text={text} />}</code>
            </a>
            <div class="quiet">
              <Time at={at} /> {subject} as <VisibleText text={user} /> on {source},{' '}
              <span class={decision === 'deny' ? 'bad' : ''}>
                {decision === 'deny' ? 'denied' : `${rows} rows`}
              </span>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
