/** One request: who asks for what, what it touches, which rule asks, who has agreed; and the decision. */

import type { ApprovalDocument } from '@dlpc/runtime/admin/approval-document';
import { taskNames } from '@dlpc/runtime/approvals/approval-request';
import { useState } from 'preact/hooks';
import type { Api } from './api.ts';
import { Fact } from './fact.tsx';
import { VisibleText } from './visible-text.tsx';

export interface RequestDetailProps {
  readonly request: ApprovalDocument;
  readonly api: Api;
  onDecided(): void;
}

export function RequestDetail({ request, api, onDecided }: RequestDetailProps) {
  const { requester, requirements, touches, parameters, decisions, estimatedRows } = request;
  const tasks = taskNames(requester).map((name, index) => (index === 0 ? name : `part of ${name}`));
  return (
    <article class="detail" aria-label={`Request ${request.id}`}>
      <h2>
        <VisibleText text={requester.subject} /> <span class="quiet">({requester.kind})</span> asks on{' '}
        {request.source}
      </h2>
      <pre class="statement">
        <VisibleText text={request.text} />
      </pre>
      <dl>
        {requester.actors.length === 0 ? null : (
          <Fact name="Through">
            <VisibleText text={requester.actors.join(', ')} />
          </Fact>
        )}
        {tasks.length === 0 ? null : (
          <Fact name="Task">
            <VisibleText text={[...tasks, requester.task.id].filter((part) => part !== '').join(', ')} />
          </Fact>
        )}
        {parameters.length === 0 ? null : (
          <Fact name="Parameters">
            <ol>
              {parameters.map(({ value, hidden }, index) => (
                <li key={`${index}`}>
                  {hidden !== null ? (
                    <em>{hidden}</em>
                  ) : value === null ? (
                    <em>NULL</em>
                  ) : (
                    <VisibleText text={value} />
                  )}
                </li>
              ))}
            </ol>
          </Fact>
        )}
        <Fact name="Touches">
          {touches.map(({ name, actions, labels }) => (
            <div key={name}>
              {actions.join(', ')} <strong>{name}</strong>{' '}
              {labels.map((label) => (
                <span class="label" key={label}>
                  {label}
                </span>
              ))}
            </div>
          ))}
        </Fact>
        <Fact name="Rows">{estimatedRows === null ? 'the server cannot say' : `about ${estimatedRows}`}</Fact>
        <Fact name="Asked for by">
          {requirements.map(({ rule, by, people, agreed }) => (
            <div key={rule}>
              <code>
                <VisibleText text={rule} />
              </code>
              <div class="quiet">
                {agreed.length} of {people} in {by.join(' or ')}
                <VisibleText text={agreed.length === 0 ? '' : `: ${agreed.join(', ')}`} />
              </div>
            </div>
          ))}
        </Fact>
        {decisions.length === 0 ? null : (
          <Fact name="Decisions">
            {decisions.map(({ subject, decision, reason, at }) => (
              <div key={`${subject} ${at}`}>
                <VisibleText text={subject} />: {decision}
                {reason === null ? null : (
                  <>
                    , <VisibleText text={`“${reason}”`} />
                  </>
                )}{' '}
                <time class="quiet" dateTime={at}>
                  {new Date(at).toLocaleTimeString()}
                </time>
              </div>
            ))}
          </Fact>
        )}
      </dl>
      {request.state === 'open' ? (
        <Decision request={request} api={api} onDecided={onDecided} />
      ) : (
        <p class={`state ${request.state}`} role="status">
          {request.state}
        </p>
      )}
    </article>
  );
}

function Decision({ request, api, onDecided }: RequestDetailProps) {
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function decide(decision: 'approve' | 'deny'): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await api.decide(request.id, decision, reason.trim() === '' ? null : reason.trim());
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
    onDecided();
  }

  if (!request.mayDecide) return <p class="quiet">{request.objection}</p>;
  return (
    <form class="decide" onSubmit={(event) => event.preventDefault()}>
      <label>
        Reason <span class="quiet">needed to deny; the caller is told</span>
        <textarea
          rows={2}
          maxLength={500}
          value={reason}
          onInput={({ currentTarget }) => setReason(currentTarget.value.replace(/\s*\n\s*/g, ' '))}
        />
      </label>
      {problem === null ? null : <p role="alert">{problem}</p>}
      <div class="row">
        <button type="button" class="approve" disabled={isBusy} onClick={() => decide('approve')}>
          Approve
        </button>
        <button
          type="button"
          class="deny"
          disabled={isBusy || reason.trim() === ''}
          onClick={() => decide('deny')}
        >
          Deny
        </button>
      </div>
    </form>
  );
}
