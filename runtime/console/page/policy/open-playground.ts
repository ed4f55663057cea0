/** Opens the playground in a window of its own, and hands it the policies: it has no way to ask the proxy, since it knows nobody's password. */
import type { Api } from '../api.ts';

/** What that page says first, and what the answer begins with: `lsp/playground` has the same words. */
const READY = 'dlpc-playground-ready';
const PROJECT = 'dlpc-playground-project';

export interface PlaygroundQuestion {
  readonly on: string;
  readonly statement: string;
}

/** Call it where somebody has just clicked. `question`: what it asks first; null for what the policies' own tests ask. Rejects where the window or the policies cannot be had. */
export async function openPlayground(api: Api, question: PlaygroundQuestion | null): Promise<void> {
  const opened = window.open('playground/', '_blank');
  if (opened === null) throw new Error('The browser opens no window: allow it for this page.');
  const asked = new Promise<void>((resolve) => {
    window.addEventListener('message', function hear({ origin, source, data }: MessageEvent<unknown>) {
      if (origin !== location.origin || source !== opened) return;
      if ((data as { kind?: unknown } | null)?.kind !== READY) return;
      window.removeEventListener('message', hear);
      resolve();
    });
  });
  const project = await api.playground().catch((error: unknown) => {
    opened.close();
    throw error;
  });
  await asked;
  const first = question === null ? project.question : { ...project.question, ...question };
  opened.postMessage({ kind: PROJECT, project: { ...project, question: first } }, location.origin);
}
