/** What the proxy would do: the decision, what is masked, why, and the text that the server runs. */
import type { ExplainAnswer } from '../../src/commands/explain-question.ts';

type Explained = Extract<ExplainAnswer, { kind: 'explained' }>;
type Rule = Explained['explanation']['accesses'][number]['rules'][number];

export interface OutcomeProps {
  readonly answer: ExplainAnswer | null;
  goTo(path: string, line: number): void;
}

const WORDS = { allow: 'Allowed', approve: 'Held for approval', deny: 'Denied' } as const;

export function Outcome({ answer, goTo }: OutcomeProps) {
  if (answer === null) return <p class="quiet">Asking…</p>;
  if (answer.kind === 'refused')
    return (
      <p class="quiet" role="status">
        {answer.reason}
      </p>
    );
  const { explanation, text, notTaken } = answer;
  const { decision, denial, approvals, columns, accesses, policies } = explanation;
  const rules = (all: readonly Rule[]) =>
    all.map((rule) => <RuleLink key={`${rule.file}:${rule.line}`} rule={rule} goTo={goTo} />);
  return (
    <div class="outcome">
      <p class={`decision ${decision}`} role="status">
        {WORDS[decision]}
      </p>
      {denial === null ? null : (
        <p>
          {denial.message}
          {denial.hint === undefined ? null : <span class="hint">{denial.hint}</span>}
        </p>
      )}
      {approvals.map(({ by, people, within, rule }) => (
        <p key={rule?.line}>
          {people === 1 ? 'One' : people} of {by.join(' or ')} must agree within {within / 60} min.
          {rule === null ? null : rules([rule])}
        </p>
      ))}
      {columns === null || columns.length === 0 ? null : (
        <>
          <h2>Columns</h2>
          <table>
            <tbody>
              {columns.map(({ name, masked, opaque, sources }) => (
                <tr key={name} class={masked ? 'masked' : ''}>
                  <th scope="row">{name}</th>
                  <td>{masked ? 'masked' : 'as it is'}</td>
                  <td>
                    {opaque}
                    {sources
                      .filter(({ labels }) => labels.length > 0)
                      .map(({ column, labels, treatment, rules: said }) => (
                        <span class="source" key={column}>
                          {column} <em>{labels.join(', ')}</em> {treatment} {rules(said)}
                        </span>
                      ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {text === null ? null : (
        <>
          <h2>What the server runs</h2>
          <pre>{text}</pre>
        </>
      )}
      <h2>Why</h2>
      <ul>
        {policies.map(({ name, applies, file, line }) => (
          <li key={name} class={applies ? '' : 'quiet'}>
            <button type="button" class="link" onClick={() => goTo(file, line)}>
              {name}
            </button>{' '}
            {applies ? 'applies' : 'does not apply'}
          </li>
        ))}
        {accesses.map(({ action, relation, effect, rules: said, filters }) => (
          <li key={`${action} ${relation}`}>
            {action} {relation}: {effect} {rules(said)}
            {filters.length === 0 ? null : <> only rows by {rules(filters)}</>}
          </li>
        ))}
      </ul>
      {notTaken.map((reason) => (
        <p class="hint" key={reason}>
          {reason}
        </p>
      ))}
    </div>
  );
}

function RuleLink({ rule, goTo }: { readonly rule: Rule; readonly goTo: OutcomeProps['goTo'] }) {
  return (
    <button type="button" class="link" title={rule.text} onClick={() => goTo(rule.file, rule.line)}>
      {rule.file.slice(rule.file.lastIndexOf('/') + 1)}:{rule.line}
    </button>
  );
}
