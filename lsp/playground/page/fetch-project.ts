/** Where the page gets its project from: the console that opened it hands it over, else it lies beside the page. */
import type { ExplainQuestion } from '../../src/commands/explain-question.ts';
import type { Project } from './language-client.ts';

export interface PlaygroundProject extends Project {
  readonly question: ExplainQuestion;
  /** When it was written for others to read; missing where it is served from where the policies are. */
  readonly made?: string;
}

/** What this page says to its opener, and the opener's answer begins with. Part of the promise between two programs: `runtime/console` has the same words. */
const READY = 'dlpc-playground-ready';
const PROJECT = 'dlpc-playground-project';

/** Milliseconds. A console answers from its memory or its own proxy. */
const PATIENCE = 10_000;

export async function fetchProject(): Promise<PlaygroundProject> {
  // Only a page of the same origin is left as an opener (Cross-Origin-Opener-Policy).
  const opener = window.opener as Window | null;
  if (opener !== null) return handedOver(opener);
  const response = await fetch('project.json');
  if (response.status === 404)
    throw new Error('there are no policies here. Open it from the console, at “Policy”.');
  if (!response.ok) throw new Error(`the project cannot be fetched: ${response.status}`);
  return (await response.json()) as PlaygroundProject;
}

function handedOver(opener: Window): Promise<PlaygroundProject> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('the page that opened it handed nothing over. Open it again from the console.')),
      PATIENCE,
    );
    window.addEventListener('message', function hear({ origin, source, data }: MessageEvent<unknown>) {
      if (origin !== location.origin || source !== opener) return;
      const { kind, project } = (data ?? {}) as { kind?: unknown; project?: PlaygroundProject };
      if (kind !== PROJECT || project === undefined) return;
      clearTimeout(timer);
      window.removeEventListener('message', hear);
      // Nothing that runs here later needs the console.
      window.opener = null;
      resolve(project);
    });
    opener.postMessage({ kind: READY }, location.origin);
  });
}
