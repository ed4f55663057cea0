/** The page: schemas, policies, and what they decide, live. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { EXPLAIN, type ExplainAnswer, type ExplainQuestion } from '../../src/commands/explain-question.ts';
import { EditorPane } from './editor-pane.tsx';
import type { OpenFile } from './files.ts';
import { type LanguageClient, uriOf } from './language-client.ts';
import { Outcome } from './outcome.tsx';
import { QuestionForm } from './question-form.tsx';

export interface AppProps {
  readonly client: LanguageClient;
  readonly files: readonly OpenFile[];
  readonly first: ExplainQuestion;
  /** When the texts were taken; null for now. */
  readonly made: string | null;
  /** Calls back after each change of a file; returns how to stop that. */
  onFilesChange(listener: () => void): () => void;
  /** Calls back where the editor goes to a file, and with what the server says to people; returns how to stop that. */
  onPlace(listener: (place: FilePlace) => void): () => void;
  onMessage(listener: (text: string) => void): () => void;
}

export interface FilePlace {
  readonly path: string;
  readonly line: number;
}

/** Of typing; in milliseconds. */
const PAUSE = 150;

export function App({ client, files, first, made, onFilesChange, onPlace, onMessage }: AppProps) {
  const [question, setQuestion] = useState(first);
  const [edits, setEdits] = useState(0);
  const [answer, setAnswer] = useState<ExplainAnswer | null>(null);
  const [place, setPlace] = useState<FilePlace | null>(null);
  const latest = useRef(0);
  const policies = useMemo(() => files.filter(({ isPolicy }) => isPolicy), [files]);
  const schemas = useMemo(() => files.filter(({ isPolicy }) => !isPolicy), [files]);

  const [message, setMessage] = useState('');

  useEffect(() => onFilesChange(() => setEdits((count) => count + 1)), []);
  useEffect(() => onPlace(setPlace), []);
  useEffect(() => onMessage(setMessage), []);

  useEffect(() => {
    const asked = ++latest.current;
    const timer = setTimeout(async () => {
      const found = await ask(client, policies[0], question);
      // Overtaken by a later question.
      if (asked === latest.current) setAnswer(found);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [question, edits]);

  return (
    <>
      <header>
        <h1>dlpc playground</h1>
        <p>
          {made === null
            ? ''
            : `The policies as they were written on ${made.slice(0, 16).replace('T', ' ')} UTC. `}
          Nothing that you change here is saved, and nothing leaves this machine.
        </p>
        <p class="message" role="status">
          {message}
        </p>
      </header>
      <main>
        <EditorPane label="Schemas" files={schemas} goTo={place} />
        <EditorPane label="Policies" files={policies} goTo={place} />
        <section class="pane decision-pane" aria-label="Decision">
          <QuestionForm question={question} sources={sourcesIn(policies)} onChange={setQuestion} />
          <Outcome answer={answer} goTo={(path, line) => setPlace({ path, line })} />
        </section>
      </main>
    </>
  );
}

async function ask(
  { connection }: LanguageClient,
  file: OpenFile | undefined,
  question: ExplainQuestion,
): Promise<ExplainAnswer> {
  if (file === undefined) return { kind: 'refused', reason: 'there is no policy' };
  try {
    return await connection.sendRequest<ExplainAnswer>('workspace/executeCommand', {
      command: EXPLAIN,
      arguments: [uriOf(file.path), question],
    });
  } catch (error) {
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Names of sources as policies declare them: enough to choose from, whatever else is wrong with a text. */
function sourcesIn(policies: readonly OpenFile[]): readonly string[] {
  return policies.flatMap(({ model }) =>
    [...model.getValue().matchAll(/^[ \t]*(?:database|api)[ \t]+([A-Za-z_]\w*)[ \t]+from\b/gm)].map(
      ([, name]) => name ?? '',
    ),
  );
}
