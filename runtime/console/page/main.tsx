/** The console: sign in, then what there is to see and to decide. */

import type { Me } from '@dlpc/runtime/admin/operators';
import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { Api } from './api.ts';
import { Health } from './health/health.tsx';
import { Inbox } from './inbox.tsx';
import { LiveSessions } from './live-sessions.tsx';
import { Overview } from './overview.tsx';
import { Policy } from './policy/policy.tsx';
import { Decisions } from './records/decisions.tsx';
import { Records } from './records/records.tsx';
import { SignIn } from './sign-in.tsx';
import { hashOf, useHash } from './use-hash.ts';

/** What there is, by its name in the address; each to those who may see it. */
const PARTS: readonly { readonly path: string; readonly name: string; isFor(me: Me): boolean }[] = [
  { path: 'approvals', name: 'Approvals', isFor: () => true },
  { path: 'sessions', name: 'Sessions', isFor: ({ mayView }) => mayView },
  { path: 'records', name: 'Records', isFor: ({ mayAudit }) => mayAudit },
  { path: 'decisions', name: 'Decisions', isFor: ({ mayAudit }) => mayAudit },
  { path: 'policy', name: 'Policy', isFor: ({ mayView }) => mayView },
  { path: 'health', name: 'Health', isFor: ({ mayView }) => mayView },
  { path: 'overview', name: 'Overview', isFor: () => true },
];

function Console() {
  const [who, setWho] = useState<{ readonly api: Api; readonly me: Me } | null>(null);
  const [first = '', ...path] = useHash();
  const parts = who === null ? [] : PARTS.filter(({ isFor }) => isFor(who.me));
  const part = parts.find((one) => one.path === first) ?? parts[0];
  return (
    <>
      <header>
        <h1>dlp-proxy</h1>
        {who === null ? null : (
          <>
            <nav aria-label="Parts">
              {parts.map((one) => (
                <a key={one.path} href={hashOf(one.path)} aria-current={one === part ? 'page' : undefined}>
                  {one.name}
                </a>
              ))}
            </nav>
            <span class="who">{who.me.subject}</span>
            <button
              type="button"
              class="link"
              onClick={() => {
                who.api.signOut().catch((error: unknown) => console.error(error));
                setWho(null);
              }}
            >
              Sign out
            </button>
          </>
        )}
      </header>
      <main>
        {who === null || part === undefined ? (
          <SignIn
            onSignedIn={(api, me) => {
              api.onRefused = () => setWho(null);
              setWho({ api, me });
            }}
          />
        ) : (
          <Shown part={part.path} path={path} api={who.api} />
        )}
      </main>
    </>
  );
}

interface ShownProps {
  readonly part: string;
  readonly path: readonly string[];
  readonly api: Api;
}

function Shown({ part, path, api }: ShownProps) {
  switch (part) {
    case 'sessions':
      return <LiveSessions api={api} />;
    case 'records':
      return <Records api={api} path={path} />;
    case 'decisions':
      return <Decisions api={api} />;
    case 'policy':
      return <Policy api={api} path={path} />;
    case 'health':
      return <Health api={api} />;
    case 'overview':
      return <Overview />;
    default:
      return <Inbox api={api} />;
  }
}

const root = document.getElementById('console');
if (root !== null) render(<Console />, root);
