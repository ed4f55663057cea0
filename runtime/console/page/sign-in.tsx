/** Who looks: a name and its password, or a token, as callers have them. */

import type { SignInWays } from '@dlpc/runtime/admin/console/login-api';
import type { Me } from '@dlpc/runtime/admin/operators';
import { useEffect, useState } from 'preact/hooks';
import { Api } from './api.ts';
import { askWays, comeBack, goToProvider } from './provider-sign-in.ts';

export function SignIn({ onSignedIn }: { onSignedIn(api: Api, me: Me): void }) {
  const [way, setWay] = useState<'password' | 'token'>('password');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const [providers, setProviders] = useState<SignInWays['ways']>([]);
  const failed = (error: unknown): void => {
    setProblem(error instanceof Error ? error.message : String(error));
    setBusy(false);
  };

  useEffect(() => {
    askWays().then(({ ways }) => setProviders(ways), failed);
    comeBack()
      .then(async (api) => {
        if (api !== null) onSignedIn(api, await api.me());
      })
      .catch(failed);
  }, []);

  async function submit(form: HTMLFormElement): Promise<void> {
    const of = new FormData(form);
    const text = (name: string): string => String(of.get(name) ?? '');
    const api =
      way === 'password' ? Api.byPassword(text('user'), text('password')) : Api.byToken(text('token').trim());
    setBusy(true);
    setProblem(null);
    try {
      onSignedIn(api, await api.me());
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  }

  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget).catch((error: unknown) => setProblem(String(error)));
      }}
    >
      <h2>Sign in</h2>
      {providers.map(({ way: provider, label }) => (
        <p key={provider}>
          <button
            type="button"
            class="approve"
            disabled={isBusy}
            onClick={() => {
              setBusy(true);
              goToProvider(provider).catch(failed);
            }}
          >
            Sign in with {label}
          </button>
        </p>
      ))}
      <div class="row" role="radiogroup" aria-label="How">
        {(['password', 'token'] as const).map((one) => (
          <label key={one}>
            <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} />{' '}
            {one === 'password' ? 'name and password' : 'token'}
          </label>
        ))}
      </div>
      {way === 'password' ? (
        <>
          <label>
            Name
            <input name="user" autoComplete="username" required />
          </label>
          <label>
            Password
            <input name="password" type="password" autoComplete="current-password" required />
          </label>
        </>
      ) : (
        <label>
          Token
          <textarea name="token" rows={5} spellcheck={false} required />
        </label>
      )}
      {problem === null ? null : <p role="alert">{problem}</p>}
      <button type="submit" class="approve" disabled={isBusy}>
        Sign in
      </button>
      <p class="quiet">It is kept in this page alone, and forgotten when you close or load it again.</p>
    </form>
  );
}
