/** One statement on record: what was asked, what was decided and by which lines, what ran, and what crossed. */
import type { ReplayedStatement } from '@dlpc/runtime/records/reader/recorded';
import type { Api } from '../api.ts';
import { Fact } from '../fact.tsx';
import { Time } from '../time.tsx';
import { VisibleText } from '../visible-text.tsx';
import { AnswerTable } from './answer-table.tsx';

export interface StatementDetailProps {
  readonly api: Api;
  readonly session: string;
  readonly statement: ReplayedStatement;
}

export function StatementDetail({ api, session, statement }: StatementDetailProps) {
  const { n, at, text, ran, clipped, parameters, rules, masks, revealed, accesses, revision } = statement;
  const isDenied = statement.decision === 'deny';
  return (
    <article class="detail" aria-label={`Statement ${n}`}>
      <pre class="statement">
        {text === null ? <em>a text that is not on record</em> : <VisibleText text={text} />}
      </pre>
      {clipped ? <p class="quiet">Only the beginning is shown.</p> : null}
      <Sent body={statement.sent} />
      <dl>
        <Fact name="Asked">
          <Time at={at} as="clock" />
        </Fact>
        <Fact name="Decision">
          <strong class={isDenied ? 'bad' : 'good'}>{isDenied ? 'denied' : 'forwarded'}</strong>
          {isDenied ? (
            <>
              {' '}
              {statement.sqlstate} <VisibleText text={statement.message} />
            </>
          ) : null}
        </Fact>
        <Lines name="Rules" of={[...rules, ...(statement.detail === '' ? [] : [statement.detail])]} />
        {parameters.length === 0 ? null : (
          <Fact name="Parameters">
            <ol>
              {parameters.map((parameter, index) => (
                <li key={`${index}`}>
                  <VisibleText text={parameter} />
                </li>
              ))}
            </ol>
          </Fact>
        )}
        <Lines name="Touches" of={accesses} />
        {masks.length === 0 ? null : (
          <Fact name="Masked">
            {masks.map(({ column, treatment }) => (
              <div key={column}>
                <VisibleText text={column} /> <mark class="masked">{treatment}</mark>
              </div>
            ))}
          </Fact>
        )}
        <Lines name="Revealed" of={revealed} />
        {ran === null ? null : (
          <Fact name="Ran">
            <details>
              <summary>the text that the server ran</summary>
              <pre class="statement">
                <VisibleText text={ran} />
              </pre>
            </details>
          </Fact>
        )}
        <Fact name="Policy">
          <code>{revision.slice(0, 16)}</code>
        </Fact>
      </dl>
      {statement.answers.map((answer, index) => (
        <AnswerTable key={`${index}`} api={api} session={session} n={n} index={index} first={answer} />
      ))}
    </article>
  );
}

function Sent({ body }: { readonly body: ReplayedStatement['sent'] }) {
  if (body === null) return null;
  return (
    <>
      {body.text === null ? null : (
        <pre class="statement">
          <VisibleText text={body.text} />
        </pre>
      )}
      <p class="quiet">
        A body of {body.bytes} bytes{body.clipped ? ', of which the beginning is shown' : ''}
        {body.isStored ? '' : ', of which not all is on record'}
        {body.cut === null ? '' : `, and ${body.cut}`}.
      </p>
    </>
  );
}

function Lines({ name, of }: { readonly name: string; readonly of: readonly string[] }) {
  if (of.length === 0) return null;
  return (
    <Fact name={name}>
      {of.map((line) => (
        <div key={line}>
          <code>
            <VisibleText text={line} />
          </code>
        </div>
      ))}
    </Fact>
  );
}
