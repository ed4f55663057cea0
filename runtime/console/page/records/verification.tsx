/** Whether what is on record is what was written, as the proxy finds it by its own public key. */
import type { RecordsVerification } from '@dlpc/runtime/records/reader/recorded';
import { useCallback, useState } from 'preact/hooks';
import type { Api } from '../api.ts';
import { useAsked } from '../use-asked.ts';

const WORDS: Readonly<Record<RecordsVerification['state'], string>> = {
  sound: 'Chain and signatures hold',
  changed: 'The records were changed',
  unproved: 'Signed by a key that this proxy does not know',
};

/** Of one session at once; of all records when asked, which reads all of them. */
export function Verification({ api, session }: { readonly api: Api; readonly session: string | null }) {
  const [isAsked, setAsked] = useState(session !== null);
  const ask = useCallback(() => api.verification(session), [api, session]);
  const { value, error } = useAsked(isAsked ? ask : null);
  if (!isAsked)
    return (
      <p>
        <button type="button" onClick={() => setAsked(true)}>
          Verify all records
        </button>{' '}
        <span class="quiet">reads every segment</span>
      </p>
    );
  if (error !== null) return <p role="alert">{error.message}</p>;
  if (value === null) return <p class="quiet">Verifying…</p>;
  const { state, problems, segments, entries, unsigned, keys } = value;
  return (
    <div class={`verification ${state}`} role="status">
      <strong>{WORDS[state]}</strong>{' '}
      <span class="quiet">
        {entries} entries in {segments} {segments === 1 ? 'segment' : 'segments'}
        {unsigned === 0 ? ', all signed' : `, ${unsigned} not signed yet`}
        {keys.length === 0 ? '' : `, key ${keys.map((key) => key.slice(0, 8)).join(', ')}`}
      </span>
      {problems.length === 0 ? null : (
        <ul>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
