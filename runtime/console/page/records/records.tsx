/** What is on record: sessions, statements that hold certain words, and one session again. */

import { useState } from 'preact/hooks';
import type { Api } from '../api.ts';
import { FoundStatements } from './found-statements.tsx';
import { RecordedList } from './recorded-list.tsx';
import { Replay } from './replay.tsx';
import { Verification } from './verification.tsx';

/** `path`: behind `records` in the address. */
export function Records({ api, path }: { readonly api: Api; readonly path: readonly string[] }) {
  const [session = '', n = '1'] = path;
  const [sought, setSought] = useState('');
  const [isDenied, setDenied] = useState(false);
  if (session !== '') return <Replay key={session} api={api} session={session} n={Number(n)} />;
  return (
    <>
      <h2>Records</h2>
      <search>
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault();
            setSought(String(new FormData(event.currentTarget).get('words') ?? '').trim());
          }}
        >
          <label class="grow">
            Search statements, users, relations and rules
            <input name="words" type="search" maxLength={500} defaultValue={sought} />
          </label>
          <button type="submit">Search</button>
          <label>
            <input
              type="checkbox"
              checked={isDenied}
              onChange={({ currentTarget }) => setDenied(currentTarget.checked)}
            />{' '}
            with denials only
          </label>
        </form>
      </search>
      {sought === '' ? (
        <RecordedList key={String(isDenied)} api={api} isDenied={isDenied} />
      ) : (
        <FoundStatements api={api} words={sought} isDenied={isDenied} />
      )}
      <Verification api={api} session={null} />
    </>
  );
}
