/** Who asks what, and when. */
import type { ExplainQuestion } from '../../src/commands/explain-question.ts';

export interface QuestionFormProps {
  readonly question: ExplainQuestion;
  readonly sources: readonly string[];
  onChange(question: ExplainQuestion): void;
}

export function QuestionForm({ question, sources, onChange }: QuestionFormProps) {
  const set = (part: Partial<ExplainQuestion>): void => onChange({ ...question, ...part });
  return (
    <form class="question" onSubmit={(event) => event.preventDefault()}>
      <label>
        Caller
        <textarea
          spellcheck={false}
          rows={3}
          value={question.caller}
          onInput={({ currentTarget }) => set({ caller: currentTarget.value })}
        />
      </label>
      <div class="row">
        <label>
          Source
          <select
            value={question.on ?? ''}
            onChange={({ currentTarget }) => set({ on: currentTarget.value || undefined })}
          >
            {sources.length === 1 ? null : <option value="">the only one</option>}
            {sources.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          At
          <input
            placeholder="now"
            spellcheck={false}
            value={question.at ?? ''}
            onInput={({ currentTarget }) => set({ at: currentTarget.value || undefined })}
          />
        </label>
      </div>
      <label>
        Statement, or request
        <textarea
          spellcheck={false}
          rows={4}
          value={question.statement}
          onInput={({ currentTarget }) => set({ statement: currentTarget.value })}
        />
      </label>
    </form>
  );
}
