/** The console: sign in, then what there is to see and to decide. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { Api, Me } from './api.ts';
import { Inbox } from './inbox.tsx';
import { LiveSessions } from './live-sessions.tsx';
import { Overview } from './overview.tsx';
import { SignIn } from './sign-in.tsx';

type Part = 'Approvals' | 'Sessions' | 'Overview';

function Console() {
  const [who, setWho] = useState<{ readonly api: Api; readonly me: Me } | null>(null);
  const [part, setPart] = useState<Part>('Approvals');
  const parts: readonly Part[] =
    who?.me.mayView === true ? ['Approvals', 'Sessions', 'Overview'] : ['Approvals', 'Overview'];
  return (
    <>
      <header>
        <h1>dlp-proxy</h1>
        {who === null ? null : (
          <>
            <nav>
              {parts.map((name) => (
                <button
                  key={name}
                  type="button"
                  aria-current={name === part ? 'page' : undefined}
                  onClick={() => setPart(name)}
                >
                  {name}
                </button>
              ))}
            </nav>
            <span class="who">{who.me.subject}</span>
            <button type="button" class="link" onClick={() => setWho(null)}>
              Sign out
            </button>
          </>
        )}
      </header>
      <main>
        {who === null ? (
          <SignIn onSignedIn={(api, me) => setWho({ api, me })} />
        ) : (
          <Shown part={part} api={who.api} />
        )}
      </main>
    </>
  );
}

function Shown({ part, api }: { readonly part: Part; readonly api: Api }) {
  switch (part) {
    case 'Approvals':
      return <Inbox api={api} />;
    case 'Sessions':
      return <LiveSessions api={api} />;
    case 'Overview':
      return <Overview />;
  }
}

const root = document.getElementById('console');
if (root !== null) render(<Console />, root);
