/** What crossed to the client: rows with what is masked, computed or withheld marked by word and by colour, some at a time. */
import type { ReplayedAnswer } from '@dlpc/runtime/records/reader/recorded';
import { useCallback, useState } from 'preact/hooks';
import type { Api } from '../api.ts';
import { Scroll } from '../scroll.tsx';
import { useAsked } from '../use-asked.ts';
import { VisibleText } from '../visible-text.tsx';

export interface AnswerTableProps {
  readonly api: Api;
  readonly session: string;
  /** Number of the statement, and which of its answers this is. */
  readonly n: number;
  readonly index: number;
  readonly first: ReplayedAnswer;
}

const CLASSES: Readonly<Record<string, string>> = { m: 'masked', c: 'computed', r: 'revealed' };
/** As the listener gives rows. */
const ROWS = 100;

export function AnswerTable({ api, session, n, index, first }: AnswerTableProps) {
  const [row, setRow] = useState(0);
  const ask = useCallback(() => api.rows(session, n, row), [api, session, n, row]);
  const { value, error, isBusy } = useAsked(row === 0 ? null : ask);
  const answer = value?.statements[0]?.answers[index] ?? first;
  const { columns, cells, firstRow, rows, copied, notices } = answer;
  return (
    <section class="answer" aria-label={`Answer ${index + 1}`}>
      {notices.map((notice) => (
        <p key={notice} class="quiet">
          NOTICE: <VisibleText text={notice} />
        </p>
      ))}
      {error === null ? null : <p role="alert">{error.message}</p>}
      {columns === null || columns.length === 0 ? null : (
        <Scroll name="Rows">
          <table class="cells">
            <thead>
              <tr>
                {columns.map(({ name, class: of }, at) => (
                  <th key={`${at}`} scope="col" class={CLASSES[of ?? ''] ?? ''}>
                    <VisibleText text={name} />{' '}
                    {CLASSES[of ?? ''] === undefined ? null : <span class="mark">{CLASSES[of ?? '']}</span>}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cells.map((line, at) => (
                <tr key={`${firstRow + at}`}>
                  {line.map((cell, column) => (
                    <Cell key={`${column}`} cell={cell} of={columns[column]?.class ?? ''} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {copied === null ? null : (
        <pre class="statement">
          <VisibleText text={copied} />
        </pre>
      )}
      <div class="row">
        <span class={answer.end === 'error' ? 'bad' : 'quiet'}>
          {answer.end === 'error' ? 'ERROR ' : ''}
          <VisibleText text={answer.told} />
          {answer.milliseconds === null ? '' : `, ${answer.milliseconds.toFixed(1)} ms`}
          {columns === null && copied === null && answer.bytes > 0
            ? `, ${rows} rows, what crossed is not on record`
            : ''}
          {answer.clipped ? ', what is long is cut' : ''}
        </span>
        {rows <= cells.length || columns === null ? null : (
          <span>
            rows {firstRow + 1} to {firstRow + cells.length} of {rows}{' '}
            <button
              type="button"
              disabled={firstRow === 0 || isBusy}
              onClick={() => setRow(Math.max(0, row - ROWS))}
            >
              Earlier rows
            </button>{' '}
            <button
              type="button"
              disabled={firstRow + cells.length >= rows || cells.length === 0 || isBusy}
              onClick={() => setRow(firstRow + cells.length)}
            >
              Later rows
            </button>
          </span>
        )}
      </div>
    </section>
  );
}

/** A digest stands for what is not on record. */
function Cell({ cell, of }: { readonly cell: string | null; readonly of: string }) {
  if (cell === null)
    return (
      <td class="quiet">
        <em>NULL</em>
      </td>
    );
  const isWithheld = of !== 'm' && /^#[0-9a-f]{16}$/.test(cell);
  return (
    <td
      class={isWithheld ? 'withheld' : (CLASSES[of] ?? '')}
      title={isWithheld ? 'not on record: a digest' : undefined}
    >
      <VisibleText text={cell} />
    </td>
  );
}
